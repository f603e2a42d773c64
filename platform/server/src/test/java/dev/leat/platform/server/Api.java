package dev.leat.platform.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.function.Predicate;

/** Asks a server as its users do. */
final class Api implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String token;

    record Answer(int status, JsonNode body) {}

    Api(LeatServer server) throws IOException {
        JsonNode description = JSON.readTree(Files.readString(server.description()));
        url = description.path("url").asText() + "/api/v1";
        token = description.path("token").asText();
    }

    Answer ask(String method, String path, String body) throws IOException, InterruptedException {
        return ask(method, path, body, token);
    }

    Answer ask(String method, String path, String body, String bearer) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(
                HttpRequest.newBuilder(URI.create(url + path))
                        .header("Authorization", "Bearer " + bearer)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), JSON.readTree(response.body()));
    }

    JsonNode status(String flow) throws IOException, InterruptedException {
        return ask("GET", "/resources/DataflowGraph/azure-iot-operations/" + flow, "")
                .body()
                .path("status");
    }

    /** Waits until a flow stands like this. */
    JsonNode await(String flow, String what, Predicate<JsonNode> condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode status = status(flow);
            if (condition.test(status)) {
                return status;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError(flow + " did not come to " + what + ": " + status.toPrettyString());
            }
            Thread.sleep(20);
        }
    }

    /** Waits until all that a flow reads and writes is there. */
    JsonNode awaitRunning(String flow) throws IOException, InterruptedException {
        return await(flow, "run", Api::runs);
    }

    static boolean runs(JsonNode status) {
        return status.path("healthState").path("status").asText().equals("Available")
                && !status.path("nodes").isEmpty()
                && status.path("nodes")
                        .valueStream()
                        .allMatch(node -> node.path("state").asText().equals("up"));
    }

    /** {@code True}, {@code False} or {@code Unknown}. */
    static String condition(JsonNode status, String type) {
        return status.path("conditions")
                .valueStream()
                .filter(condition -> condition.path("type").asText().equals(type))
                .map(condition -> condition.path("status").asText())
                .findFirst()
                .orElse("");
    }

    JsonNode awaitHealth(String flow, String health) throws IOException, InterruptedException {
        return await(
                flow,
                health,
                status -> status.path("healthState").path("status").asText().equals(health));
    }

    /** All that a flow has logged. */
    String log(String flow) throws IOException, InterruptedException {
        return ask("GET", "/logs/DataflowGraph/azure-iot-operations/" + flow, "")
                .body()
                .toString();
    }

    /** Waits until a flow has logged this. */
    void awaitLog(String flow, String text) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!log(flow).contains(text)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(flow + " did not log '" + text + "': " + log(flow));
            }
            Thread.sleep(20);
        }
    }

    String pin(String flow, String artifact) throws IOException, InterruptedException {
        return status(flow)
                .path("artifacts")
                .valueStream()
                .filter(pinned -> pinned.path("reference").asText().equals(artifact))
                .map(pinned -> pinned.path("digest").asText())
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() {
        http.close();
    }
}
