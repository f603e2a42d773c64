package dev.leat.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.leat.dataflow.Frontier;
import dev.leat.dataflow.LatePolicy;
import dev.leat.dataflow.TimePolicy;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.state.StateReader;
import dev.leat.graph.Setting;
import dev.leat.graph.diagnostic.Position;
import dev.leat.runtime.Graph;
import dev.leat.runtime.GraphSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@link Recorder} wrote, to be run again. The same graph with the same modules gives the same records in the same
 * order, as far as the modules are functions of what they get.
 */
public final class Recording implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final BufferedReader in;
    private final JsonNode header;
    private long line = 1;

    private Recording(Path file, BufferedReader in, JsonNode header) {
        this.file = file;
        this.in = in;
        this.header = header;
    }

    /** @throws TestkitException {@link TestkitProblem#RECORDING_UNREADABLE} */
    public static Recording open(Path file) {
        try {
            BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8);
            try {
                String first = in.readLine();
                JsonNode header = first == null ? JSON.nullNode() : JSON.readTree(first);
                if (header.path("recording").asInt() != Recorder.FORM) {
                    throw new IOException("it is no recording of this form: its first line should begin with"
                            + " {\"recording\":" + Recorder.FORM);
                }
                return new Recording(file, in, header);
            } catch (IOException | RuntimeException failure) {
                in.close();
                throw failure;
            }
        } catch (NoSuchFileException missing) {
            throw new TestkitException(TestkitProblem.RECORDING_UNREADABLE, file + ": there is no such file", missing);
        } catch (IOException failure) {
            throw new TestkitException(
                    TestkitProblem.RECORDING_UNREADABLE,
                    file + ": " + failure.getMessage() + ". Give a file that leat run --record wrote",
                    failure);
        }
    }

    /** The name of the graph that was recorded. */
    public String graph() {
        return header.path("graph").asText();
    }

    /** The graph definition that was run, as it was read. */
    public byte[] definition() {
        return header.path("definition").asText().getBytes(StandardCharsets.UTF_8);
    }

    /** What the operations were configured with. */
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        Position position = new Position(file.toString(), 1, 1);
        header.path("configuration")
                .fields()
                .forEachRemaining(operation -> operation
                        .getValue()
                        .fields()
                        .forEachRemaining(property -> settings.add(new Setting(
                                Optional.of(operation.getKey()),
                                property.getKey(),
                                property.getValue().asText(),
                                position))));
        return settings;
    }

    /**
     * How the sources' frontiers moved, but for what the wall clock did: that is in the recording.
     *
     * @throws TestkitException {@link TestkitProblem#RECORDING_UNREADABLE}
     */
    public TimePolicy time() {
        try {
            return TimePolicy.EVENT_TIME
                    .withAllowedLateness(
                            Duration.ofMillis(header.path("lateness").asLong()))
                    .withLate(LatePolicy.valueOf(header.path("late").asText()));
        } catch (IllegalArgumentException nonsense) {
            throw new TestkitException(
                    TestkitProblem.RECORDING_UNREADABLE,
                    file + ":1: 'lateness' or 'late' makes no sense: " + nonsense.getMessage()
                            + ". Give a file that leat run --record wrote, unchanged",
                    nonsense);
        }
    }

    /** The operations whose module is another one than when it was recorded. */
    public List<String> changedModules(Graph graph) {
        List<String> changed = new ArrayList<>();
        for (Map.Entry<String, JsonNode> module : header.path("modules").properties()) {
            var now = graph.modules().get(module.getKey());
            if (now == null || !now.digest().equals(module.getValue().asText())) {
                changed.add(module.getKey());
            }
        }
        return changed;
    }

    /**
     * Sends everything that was recorded.
     *
     * @return whether the sources had ended; otherwise the run was stopped, and what was held then was not put out
     */
    public boolean sendTo(GraphSession session) throws InterruptedException {
        boolean ended = false;
        for (Optional<JsonNode> next = read(); next.isPresent(); next = read()) {
            JsonNode one = next.get();
            if (one.has("frontier")) {
                Frontier frontier = Frontier.at(one.path("frontier").asLong());
                if (frontier.isEnd()) {
                    ended = true;
                } else {
                    session.advance(frontier);
                }
            } else {
                send(one, session);
            }
        }
        return ended;
    }

    private void send(JsonNode one, GraphSession session) throws InterruptedException {
        try {
            session.send(
                    Timestamp.parse(one.path("time").asText()),
                    new StateReader(Base64.getDecoder().decode(one.path("value").asText())).readValue());
        } catch (IOException | IllegalArgumentException nonsense) {
            throw broken(nonsense);
        }
    }

    private Optional<JsonNode> read() {
        try {
            String text = in.readLine();
            if (text == null) {
                return Optional.empty();
            }
            line++;
            return Optional.of(JSON.readTree(text));
        } catch (IOException failure) {
            throw broken(failure);
        }
    }

    private TestkitException broken(Exception failure) {
        String reason =
                failure instanceof JsonProcessingException json ? json.getOriginalMessage() : failure.getMessage();
        return new TestkitException(
                TestkitProblem.RECORDING_UNREADABLE,
                file + ":" + line + ": the line makes no sense: " + reason
                        + (isLast()
                                ? ". The run may have been killed while it was written: delete this last line, and what"
                                        + " comes before can be replayed"
                                : ". The file is damaged: what comes before the line can be replayed"),
                failure);
    }

    private boolean isLast() {
        try {
            return in.readLine() == null;
        } catch (IOException unreadable) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
