package dev.leat.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.leat.graph.resource.ResourceId;
import dev.leat.graph.resource.ResourceKind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** Asks a running {@code leat serve}. */
final class ServerClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final String url;
    private final String token;

    private ServerClient(String url, String token) {
        this.url = url;
        this.token = token;
    }

    /** @throws ServerClientException where no server has this state directory */
    static ServerClient in(Path stateDirectory) throws IOException {
        Path file = stateDirectory.resolve("server.json");
        try {
            JsonNode description = JSON.readTree(Files.readString(file));
            return new ServerClient(
                    description.path("url").asText() + "/api/v1",
                    description.path("token").asText());
        } catch (JsonProcessingException damaged) {
            throw new ServerClientException(
                    CliProblem.NO_SERVER,
                    file
                            + " is damaged\n  hint: start leat serve again, with the same --state-dir: it writes the file anew");
        } catch (NoSuchFileException none) {
            throw new ServerClientException(
                    CliProblem.NO_SERVER,
                    "no server has its state in " + stateDirectory
                            + "\n  hint: start one with leat serve, or say where its state is with --state-dir");
        }
    }

    JsonNode get(String path) throws IOException {
        return send(request(path).GET().build());
    }

    JsonNode post(String path, byte[] body) throws IOException {
        return send(
                request(path).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build());
    }

    JsonNode delete(String path) throws IOException {
        return send(request(path).DELETE().build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token);
    }

    private JsonNode send(HttpRequest request) throws IOException {
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode body = JSON.readTree(response.body());
            if (response.statusCode() / 100 == 2) {
                return body;
            }
            throw new ServerClientException(CliProblem.REFUSED, refusal(body));
        } catch (ConnectException gone) {
            throw new ServerClientException(
                    CliProblem.NO_SERVER,
                    "the server at " + url + " does not answer\n  hint: start leat serve again, with the same"
                            + " --state-dir");
        } catch (IOException broken) {
            throw new ServerClientException(
                    CliProblem.NO_SERVER,
                    "the server at " + url + " broke off: " + broken.getMessage()
                            + "\n  hint: look whether it runs, and ask again");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ServerClientException(CliProblem.NO_SERVER, "interrupted while the server was asked");
        }
    }

    private static String refusal(JsonNode body) {
        StringBuilder text = new StringBuilder(body.path("message").asText("the server refused"));
        body.path("findings").forEach(finding -> text.append('\n').append(finding(finding)));
        return text.toString();
    }

    static String finding(JsonNode finding) {
        return finding.path("place").asText() + ": " + finding.path("severity").asText() + " "
                + finding.path("code").asText() + ": " + finding.path("message").asText() + "\n  hint: "
                + finding.path("hint").asText();
    }

    /** The kind that a user means: {@code DataflowGraph}, {@code dataflowgraphs}, {@code graph}, {@code registries}. */
    static ResourceKind kind(String word) {
        String one = word.toLowerCase(Locale.ROOT);
        for (ResourceKind kind : ResourceKind.values()) {
            String name = kind.spelling().toLowerCase(Locale.ROOT);
            if (one.equals(name) || one.equals(name + "s")) {
                return kind;
            }
        }
        return switch (one) {
            case "graph", "graphs" -> ResourceKind.DATAFLOW_GRAPH;
            case "endpoint", "endpoints" -> ResourceKind.DATAFLOW_ENDPOINT;
            case "profile", "profiles" -> ResourceKind.DATAFLOW_PROFILE;
            case "registry", "registries" -> ResourceKind.REGISTRY_ENDPOINT;
            default ->
                throw new UsageException(
                        CliProblem.VALUE,
                        "there is no kind '" + word
                                + "': write graph, dataflow, endpoint, profile, registry, secret or configmap");
        };
    }

    /** A resource as a user names it: {@code NAME}, {@code KIND/NAME}; graphs where no kind is given. */
    static ResourceId id(String text, String namespace) {
        int slash = text.indexOf('/');
        return slash < 0
                ? new ResourceId(ResourceKind.DATAFLOW_GRAPH, namespace, text)
                : new ResourceId(kind(text.substring(0, slash)), namespace, text.substring(slash + 1));
    }

    static String path(String root, ResourceId id) {
        return "/" + root + "/" + id.kind().spelling() + "/" + encoded(id.namespace()) + "/" + encoded(id.name());
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** What a request for these resources is called with. */
    static String applyPath(Path file, Map<String, String> parameters, boolean dryRun) {
        StringBuilder path = new StringBuilder("/resources?file=").append(encoded(file.toString()));
        parameters.forEach((key, value) ->
                path.append("&parameter.").append(encoded(key)).append('=').append(encoded(value)));
        return dryRun ? path.append("&dryRun=true").toString() : path.toString();
    }

    @Override
    public void close() {
        http.close();
    }
}
