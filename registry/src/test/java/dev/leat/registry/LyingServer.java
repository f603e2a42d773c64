package dev.leat.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A registry of a test's own that says what the test wants. */
final class LyingServer implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** What it answers. */
    @FunctionalInterface
    interface Script {
        void answer(HttpExchange exchange) throws IOException;
    }

    LyingServer() {
        this(plain());
    }

    LyingServer(HttpServer server) {
        this.server = server;
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    private static HttpServer plain() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
        try (exchange) {
            Script script = scripts.get(exchange.getRequestMethod() + " " + path);
            if (script == null) {
                script = scripts.getOrDefault(path, each -> status(each, 404, ""));
            }
            script.answer(exchange);
        }
    }

    /** @param path with a method and a blank before it, or for all methods */
    void on(String path, Script script) {
        scripts.put(path, script);
    }

    /** An artifact of one layer, as it should be. */
    Digest serve(String repository, String tag, String title, byte[] content) {
        Descriptor layer = Descriptor.of("application/octet-stream", content).titled(title);
        return serve(repository, tag, layer, content);
    }

    /** @param layer what the manifest says, which need not be so */
    Digest serve(String repository, String tag, Descriptor layer, byte[] content) {
        ManifestContent manifest = Manifest.write(
                null, Descriptor.of(MediaTypes.EMPTY, "{}".getBytes(StandardCharsets.UTF_8)), List.of(layer));
        Script answer = exchange -> {
            exchange.getResponseHeaders().set("Content-Type", manifest.mediaType());
            exchange.getResponseHeaders()
                    .set("Docker-Content-Digest", manifest.digest().toString());
            body(exchange, 200, manifest.content());
        };
        on("/v2/" + repository + "/manifests/" + tag, answer);
        on("/v2/" + repository + "/manifests/" + manifest.digest(), answer);
        on("/v2/" + repository + "/blobs/" + layer.digest(), exchange -> body(exchange, 200, content));
        return manifest.digest();
    }

    static void status(HttpExchange exchange, int status, String text) throws IOException {
        body(exchange, status, text.getBytes(StandardCharsets.UTF_8));
    }

    static void body(HttpExchange exchange, int status, byte[] content) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(content);
        }
    }

    static void redirect(HttpExchange exchange, String location) throws IOException {
        exchange.getResponseHeaders().set("Location", location);
        status(exchange, 307, "");
    }

    /** Such as {@code GET /v2/ [Basic ...]}. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    String host() {
        return "localhost:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
