package dev.leat.platform.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.leat.endpoint.PrivateFiles;
import dev.leat.graph.diagnostic.Diagnostic;
import dev.leat.graph.resource.Manifest;
import dev.leat.graph.resource.ResourceId;
import dev.leat.graph.resource.ResourceKind;
import dev.leat.graph.resource.ResourceOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's API: JSON over HTTP, as {@code openapi.json} says. Whoever can read the server's token may do everything. */
final class HttpApi implements AutoCloseable {

    /** The file in the state directory that says where the API is, with its token. */
    static final String DESCRIPTION = "server.json";

    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
    /** Connections at a time, and seconds for a request to arrive. */
    private static final Map<String, String> BOUNDS =
            Map.of("jdk.httpserver.maxConnections", "200", "sun.net.httpserver.maxReqTime", "30");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROOT = "/api/v1";
    private static final int MOST_BYTES = 4 << 20;
    private static final long MOST_WAIT_MILLIS = 30_000;
    private static final int TOKEN_BYTES = 32;

    private final LeatServer server;
    private final HttpServer http;
    private final ExecutorService requests;
    private final String token;

    private HttpApi(LeatServer server, HttpServer http, String token) {
        this.server = server;
        this.http = http;
        this.token = token;
        this.requests = Executors.newVirtualThreadPerTaskExecutor();
    }

    /** @throws ServerException {@link ServerProblem#ADDRESS} */
    static HttpApi open(LeatServer server, InetSocketAddress address, Path state) throws IOException {
        // Of the JDK's server; it takes any number, and waits for ever, unless told otherwise before the first one is
        // made.
        BOUNDS.forEach((name, bound) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, bound);
            }
        });
        HttpServer http;
        try {
            http = HttpServer.create(address, 0);
        } catch (IOException | RuntimeException taken) {
            throw new ServerException(
                    ServerProblem.ADDRESS,
                    "the API cannot listen at " + address.getHostString() + ":" + address.getPort() + ": "
                            + taken.getMessage(),
                    taken);
        }
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        HttpApi api = new HttpApi(server, http, token);
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("url", url(http.getAddress()));
        description.put("token", token);
        description.put("pid", ProcessHandle.current().pid());
        boolean written = false;
        try {
            PrivateFiles.write(state.resolve(DESCRIPTION), JSON.writeValueAsBytes(description));
            written = true;
        } finally {
            if (!written) {
                http.stop(0);
            }
        }
        http.createContext("/", api::handle);
        http.setExecutor(api.requests);
        http.start();
        return api;
    }

    /** As clients on this machine reach it. */
    static String url(InetSocketAddress listening) {
        InetAddress address = listening.getAddress();
        boolean ip6 = address instanceof Inet6Address;
        String host = address.isAnyLocalAddress() ? ip6 ? "::1" : "127.0.0.1" : address.getHostAddress();
        // The zone of a local address is no part of a URL.
        int zone = host.indexOf('%');
        String plain = zone < 0 ? host : host.substring(0, zone);
        return "http://" + (ip6 ? "[" + plain + "]" : plain) + ":" + listening.getPort();
    }

    InetSocketAddress address() {
        return http.getAddress();
    }

    /** An answer: a status and what is written as JSON. */
    private record Answer(int status, Object body) {}

    private void handle(HttpExchange exchange) {
        try (exchange) {
            Answer answer = answer(exchange);
            byte[] body = answer.body() instanceof byte[] ready ? ready : JSON.writeValueAsBytes(answer.body());
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException gone) {
            LOG.debug("a client of the API went away: {}", gone.getMessage());
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        try {
            return route(exchange);
        } catch (ResourceRefusedException refused) {
            Map<String, Object> body = problem(ServerProblem.RESOURCE, "the resources have errors");
            body.put("findings", findings(refused.findings()));
            return new Answer(422, body);
        } catch (ServerException known) {
            return new Answer(status(known.problem()), problem(known.problem(), String.valueOf(known.getMessage())));
        } catch (RuntimeException defect) {
            LOG.error(
                    "a request failed: {} {}",
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    defect);
            return new Answer(500, problem(ServerProblem.REQUEST, "the request failed; the server's log says why"));
        }
    }

    private static int status(ServerProblem problem) {
        return switch (problem) {
            case NOT_FOUND -> 404;
            case FROM_FILE -> 409;
            case TOKEN -> 401;
            case NOT_KEPT -> 507;
            case RESOURCE -> 422;
            default -> 400;
        };
    }

    private static Map<String, Object> problem(ServerProblem problem, String message) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("code", problem.code());
        body.put("message", message);
        body.put("hint", problem.hint());
        return body;
    }

    private Answer route(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod().toUpperCase(Locale.ROOT);
        if (method.equals("GET") && path.equals("/health")) {
            return new Answer(200, Map.of("status", "up"));
        }
        if (method.equals("GET") && path.equals(ROOT + "/openapi.json")) {
            return new Answer(200, openApi());
        }
        requireToken(exchange);
        if (!path.startsWith(ROOT + "/")) {
            throw new ServerException(ServerProblem.NOT_FOUND, "there is nothing at " + path);
        }
        List<String> parts =
                Arrays.stream(path.substring(ROOT.length() + 1).split("/", -1)).toList();
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        return switch (method + " " + parts.getFirst() + " " + parts.size()) {
            case "GET resources 1" -> list(query);
            case "POST resources 1" -> apply(exchange, query);
            case "GET resources 4" -> one(id(parts));
            case "DELETE resources 4" -> {
                ResourceId id = id(parts);
                server.delete(id);
                yield new Answer(200, Map.of("deleted", id.toString()));
            }
            case "GET logs 4" -> logs(id(parts), query);
            default -> throw new ServerException(ServerProblem.NOT_FOUND, "there is no " + method + " " + path);
        };
    }

    private void requireToken(HttpExchange exchange) {
        String given = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), "");
        boolean right = MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8), ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
        if (!right) {
            throw new ServerException(ServerProblem.TOKEN, "the request has not the server's token");
        }
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        if (raw != null) {
            for (String part : raw.split("&", -1)) {
                int equals = part.indexOf('=');
                query.put(
                        URLDecoder.decode(equals < 0 ? part : part.substring(0, equals), StandardCharsets.UTF_8),
                        equals < 0 ? "" : URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private static ResourceId id(List<String> parts) {
        return new ResourceId(kind(parts.get(1)), parts.get(2), parts.get(3));
    }

    private static ResourceKind kind(String word) {
        return Arrays.stream(ResourceKind.values())
                .filter(kind -> kind.spelling().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new ServerException(ServerProblem.REQUEST, "there is no kind '" + word + "'"));
    }

    private Answer list(Map<String, String> query) {
        Optional<ResourceKind> kind = Optional.ofNullable(query.get("kind")).map(HttpApi::kind);
        List<Object> items = new ArrayList<>();
        for (LeatServer.View view : server.all()) {
            if (kind.isEmpty() || kind.get() == view.entry().id().kind()) {
                items.add(item(view));
            }
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("items", items);
        body.put("findings", findings(server.findings()));
        return new Answer(200, body);
    }

    private Answer one(ResourceId id) {
        return new Answer(
                200,
                server.one(id)
                        .map(HttpApi::item)
                        .orElseThrow(() -> new ServerException(ServerProblem.NOT_FOUND, "there is no " + id)));
    }

    private static Map<String, Object> item(LeatServer.View view) {
        Map<String, Object> item = new LinkedHashMap<>();
        view.entry()
                .version()
                .map(version -> version.manifest().withoutSecrets())
                .map(Manifest::content)
                .ifPresent(item::putAll);
        ResourceId id = view.entry().id();
        item.putIfAbsent("kind", id.kind().spelling());
        item.putIfAbsent("metadata", Map.of("name", id.name(), "namespace", id.namespace()));
        item.put("status", status(view));
        return item;
    }

    private static Map<String, Object> status(LeatServer.View view) {
        Map<String, Object> status = new LinkedHashMap<>();
        boolean sound = view.entry().version().isPresent()
                && !view.entry().stale()
                && !view.entry().hasErrors();
        status.put("provisioningState", sound ? "Succeeded" : "Failed");
        status.put(
                "origin",
                view.entry().applied() ? "applied" : view.entry().file().toString());
        if (!view.entry().findings().isEmpty()) {
            status.put("findings", findings(view.entry().findings()));
        }
        if (view.status().isEmpty()) {
            Map<String, Object> ready = new LinkedHashMap<>();
            ready.put("type", "Ready");
            ready.put("status", sound ? "True" : "False");
            ready.put("reason", sound ? "" : "ResourceInvalid");
            ready.put(
                    "message",
                    view.entry().findings().stream()
                            .filter(Diagnostic::isError)
                            .map(Diagnostic::render)
                            .collect(Collectors.joining("\n")));
            status.put("conditions", List.of(ready));
        }
        view.status().ifPresent(flow -> put(flow, status));
        view.endpoint().ifPresent(endpoint -> put(endpoint, status));
        return status;
    }

    private static void put(EndpointStatus endpoint, Map<String, Object> status) {
        Map<String, Object> health = new LinkedHashMap<>();
        health.put("status", endpoint.health().word());
        health.put("reasonCode", "");
        health.put("message", endpoint.message());
        health.put("lastUpdateTime", endpoint.at().toString());
        status.put("healthState", health);
        status.put("users", endpoint.nodes());
        status.put("counts", Map.of("in", endpoint.in(), "out", endpoint.out()));
    }

    private static void put(FlowStatus flow, Map<String, Object> status) {
        Map<String, Object> health = new LinkedHashMap<>();
        health.put("status", flow.health().word());
        health.put("reasonCode", flow.reason().code());
        health.put("message", flow.message());
        health.put("lastTransitionTime", flow.since().toString());
        health.put("lastUpdateTime", flow.updated().toString());
        status.put("healthState", health);
        boolean ready = flow.health() == FlowStatus.Health.AVAILABLE || flow.health() == FlowStatus.Health.DEGRADED;
        List<Object> conditions = new ArrayList<>();
        conditions.add(
                condition("Ready", ready ? "True" : "False", flow.reason().code(), flow.message(), flow.since()));
        FlowStatus.Pending pending = flow.pending();
        conditions.add(
                pending == null
                        ? condition("UpToDate", ready ? "True" : "False", "", "", flow.since())
                        : condition(
                                "UpToDate",
                                pending.certain() ? "False" : "Unknown",
                                pending.reason().code(),
                                pending.message(),
                                pending.since()));
        status.put("conditions", conditions);
        status.put("instances", flow.instances());
        status.put("nodes", flow.nodes());
        status.put("artifacts", flow.artifacts());
    }

    private static Map<String, Object> condition(
            String type, String holds, String reason, String message, Instant since) {
        Map<String, Object> condition = new LinkedHashMap<>();
        condition.put("type", type);
        condition.put("status", holds);
        condition.put("reason", reason);
        condition.put("message", message);
        condition.put("lastTransitionTime", since.toString());
        return condition;
    }

    private static List<Map<String, Object>> findings(List<Diagnostic> findings) {
        return findings.stream()
                .map(finding -> {
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put("code", finding.code());
                    row.put("severity", finding.severity().label());
                    row.put("place", finding.position().toString());
                    row.put("message", finding.message());
                    row.put("hint", finding.hint());
                    return row;
                })
                .toList();
    }

    private Answer apply(HttpExchange exchange, Map<String, String> query) throws IOException {
        byte[] content;
        try (InputStream in = exchange.getRequestBody()) {
            content = in.readNBytes(MOST_BYTES + 1);
        }
        if (content.length > MOST_BYTES) {
            throw new ServerException(
                    ServerProblem.REQUEST, "a request has at most " + MOST_BYTES + " bytes; send fewer resources");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        query.forEach((key, value) -> {
            if (key.startsWith("parameter.")) {
                parameters.put(key.substring("parameter.".length()), value);
            }
        });
        Map<ResourceId, ResourceStore.Outcome> outcomes = server.apply(
                query.getOrDefault("file", "request.yaml"),
                content,
                new ResourceOptions(parameters),
                !"true".equals(query.get("dryRun")));
        List<Object> items = new ArrayList<>();
        outcomes.forEach((id, outcome) -> {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("kind", id.kind().spelling());
            item.put("namespace", id.namespace());
            item.put("name", id.name());
            item.put("outcome", outcome.name().toLowerCase(Locale.ROOT));
            items.add(item);
        });
        return new Answer(200, Map.of("items", items));
    }

    private Answer logs(ResourceId id, Map<String, String> query) {
        long after = number(query, "after");
        long wait = Math.min(MOST_WAIT_MILLIS, number(query, "waitMillis"));
        try {
            FlowLog log = server.log(id);
            // Of another log than the one that the number is of, all lines are new.
            String given = query.getOrDefault("log", log.id());
            boolean same = log.id().equals(given);
            return new Answer(200, Map.of("log", log.id(), "lines", same ? log.await(after, wait) : log.after(0)));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Answer(200, Map.of("lines", List.of()));
        }
    }

    private static long number(Map<String, String> query, String key) {
        try {
            return Math.max(0, Long.parseLong(query.getOrDefault(key, "0")));
        } catch (NumberFormatException noNumber) {
            throw new ServerException(ServerProblem.REQUEST, key + " must be a number", noNumber);
        }
    }

    private static byte[] openApi() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(HttpApi.class.getResourceAsStream("openapi.json"), "openapi.json")) {
            return in.readAllBytes();
        }
    }

    @Override
    public void close() {
        http.stop(1);
        requests.shutdownNow();
    }
}
