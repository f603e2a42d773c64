package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code leat run}, {@code replay} and {@code explain} with windows, on recorded input. */
class EventTimeTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long WINDOW = 1_758_255_560_000L;

    @TempDir
    private Path directory;

    private static String graph(String name) {
        return Command.root().resolve("examples/" + name + "/" + name + ".yaml").toString();
    }

    private static String reading(long time, double celsius) {
        return "{\"topic\":\"oven/1\",\"payload\":\"{\\\"temperature\\\":{\\\"value\\\":" + celsius
                + ",\\\"unit\\\":\\\"C\\\"}}\",\"properties\":{\"user-properties\":{\"__ts\":\"" + time
                + ":0:oven\"}}}";
    }

    private Path file(String name, List<String> lines) throws IOException {
        return Files.write(directory.resolve(name), lines);
    }

    private static List<String> payloads(String out) throws IOException {
        List<String> payloads = new ArrayList<>();
        for (String line : out.lines().toList()) {
            payloads.add(JSON.readTree(line).path("payload").asText());
        }
        return payloads;
    }

    private static JsonNode average(String payload) throws IOException {
        return JSON.readTree(payload).path("temperature");
    }

    @Test
    void aWindowComesOutWhenARecordBeyondItAndTheLatenessHasCome() throws IOException {
        Path input = file(
                "in.jsonl",
                List.of(
                        reading(WINDOW - 9000, 10),
                        reading(WINDOW - 1, 30),
                        reading(WINDOW + 500, 50),
                        reading(WINDOW + 2000, 70)));
        Command.Outcome outcome = Command.run("run", graph("window-average"), "--input", input.toString(), "--step");

        List<String> payloads = payloads(outcome.out());
        assertThat(payloads).hasSize(2);
        assertThat(average(payloads.getFirst()).path("count").asInt()).isEqualTo(2);
        assertThat(average(payloads.getFirst()).path("average").asDouble()).isEqualTo(20.0);
        assertThat(outcome.err())
                .contains("module-temperature/accumulate holds a group of 00" + WINDOW + ":00000:oven  (1 open)")
                .contains("module-temperature/accumulate completes 00" + WINDOW + ":00000:oven: 2 records  (1 open)")
                .contains("4 in, 2 out");
    }

    @Test
    void aMessageWithoutATimeStaysAmongThoseAroundIt() throws IOException {
        String none =
                "{\"topic\":\"oven/1\",\"payload\":\"{\\\"temperature\\\":{\\\"value\\\":50,\\\"unit\\\":\\\"C\\\"}}\""
                        + ",\"properties\":{\"user-properties\":{\"__ts\":\"whenever\"}}}";
        Path input = file("in.jsonl", List.of(reading(WINDOW - 9000, 10), none, reading(WINDOW - 8000, 30)));
        Command.Outcome outcome = Command.run("run", graph("window-average"), "--input", input.toString(), "--step");

        assertThat(outcome.err())
                .contains("1 messages had a __ts that says no time, and got the latest time before them")
                .contains("source takes 00" + (WINDOW - 9000) + ":00000:leat")
                .doesNotContain("lagged");
        assertThat(payloads(outcome.out())).isNotEmpty();
    }

    @Test
    void lateMessagesAreCountedInTheEnd() throws IOException {
        Path input =
                file("in.jsonl", List.of(reading(WINDOW - 1000, 10), reading(WINDOW, 20), reading(WINDOW - 2001, 30)));
        assertThat(Command.run("run", graph("window-average"), "--input", input.toString())
                        .err())
                .contains("1 messages lagged more than 1.0 s behind the latest before them and went on with the time of"
                        + " the frontier");
        assertThat(Command.run("run", graph("window-average"), "--input", input.toString(), "--late", "drop")
                        .err())
                .contains("and were dropped; --allowed-lateness SECONDS");
    }

    @Test
    void anInputShorterThanWhatTheStateHoldsIsRefused() throws IOException {
        String state = directory.resolve("state").toString();
        Path input = file("in.jsonl", List.of(reading(WINDOW - 9000, 10), reading(WINDOW - 8000, 20)));
        String out = directory.resolve("out.jsonl").toString();
        assertThat(Command.run(
                                "run",
                                graph("window-average"),
                                "--input",
                                input.toString(),
                                "--state-dir",
                                state,
                                "--output",
                                out)
                        .exitCode())
                .isZero();
        file("in.jsonl", List.of(reading(WINDOW - 9000, 10)));
        Command.Outcome refused = Command.run(
                "run", graph("window-average"), "--input", input.toString(), "--state-dir", state, "--output", out);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("has 1 messages").contains("its first 2");
    }

    @Test
    void theOrderOfArrivalDoesNotMatter() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            lines.add(reading(WINDOW - 900 + i * 37L % 800, i));
        }
        String expected = null;
        for (int round = 0; round < 4; round++) {
            Collections.shuffle(lines, new Random(round));
            Path input = file("in.jsonl", lines);
            String out = Command.run("run", graph("window-average"), "--input", input.toString())
                    .out();
            assertThat(out).isNotEmpty();
            expected = expected == null ? out : expected;
            assertThat(out).isEqualTo(expected);
        }
    }

    @Test
    void aReplayGivesTheSameBytes() throws IOException {
        Path input = file(
                "in.jsonl",
                List.of(
                        reading(WINDOW - 9000, 10),
                        reading(WINDOW + 2000, 30),
                        reading(WINDOW - 5000, 50),
                        reading(WINDOW + 12000, 70)));
        Path recording = directory.resolve("run.recording");
        Command.Outcome run = Command.run(
                "run", graph("window-average"), "--input", input.toString(), "--record", recording.toString());
        Command.Outcome replay = Command.run("replay", recording.toString());

        assertThat(run.out()).isNotEmpty();
        assertThat(replay.err()).doesNotContain("the output may differ").doesNotContain("was stopped");
        assertThat(replay.out()).isEqualTo(run.out());
    }

    @Test
    void aReplayOfSeveralSinksGivesTheSameBytes() throws IOException {
        Path graph = Files.writeString(directory.resolve("two.yaml"), """
                metadata: {$schema: "https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json", name: two, version: 1.0.0}
                moduleRequirements: {apiVersion: 1.1.0, runtimeVersion: 1.1.0}
                operations:
                  - {operationType: source, name: source}
                  - {operationType: map, name: map, module: "temperature:1.0.0"}
                  - {operationType: sink, name: raw}
                  - {operationType: sink, name: celsius}
                connections:
                  - {from: {name: source}, to: {name: raw}}
                  - {from: {name: source}, to: {name: map}}
                  - {from: {name: map}, to: {name: celsius}}
                """);
        Path recording = directory.resolve("run.recording");
        Command.Outcome run = Command.run(
                "run",
                graph.toString(),
                "--input",
                file("in.jsonl", List.of(reading(WINDOW, 10), reading(WINDOW + 1, 20)))
                        .toString(),
                "--destination",
                "raw=oven/raw",
                "--destination",
                "celsius=oven/celsius",
                "--record",
                recording.toString());
        Command.Outcome replay = Command.run(
                "replay",
                recording.toString(),
                "--destination",
                "raw=oven/raw",
                "--destination",
                "celsius=oven/celsius");

        assertThat(run.out()).as(run.err()).contains("oven/raw").contains("oven/celsius");
        // How the lines of two sinks mix is not said; each sink's are the same, in the same order.
        for (String topic : List.of("oven/raw", "oven/celsius")) {
            assertThat(linesOf(topic, replay.out())).hasSize(2).isEqualTo(linesOf(topic, run.out()));
        }
    }

    private static List<String> linesOf(String topic, String out) {
        return out.lines()
                .filter(line -> line.contains("\"topic\":\"" + topic + "\""))
                .toList();
    }

    @Test
    void theStateOfAnotherInputIsRefusedAndBothAreNamed() throws IOException {
        String state = directory.resolve("state").toString();
        Path one = file("one.jsonl", List.of(reading(WINDOW, 1)));
        Path two = file("two.jsonl", List.of(reading(WINDOW, 2), reading(WINDOW, 3)));
        Command.run("run", graph("graph-simple"), "--input", one.toString(), "--state-dir", state);
        Command.Outcome other =
                Command.run("run", graph("graph-simple"), "--input", two.toString(), "--state-dir", state);

        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.out()).isEmpty();
        assertThat(other.err())
                .contains("LEAT-CLI-002")
                .contains(one.toString())
                .contains(two.toString());
        assertThat(Command.run(
                                "run",
                                graph("graph-simple"),
                                "--input",
                                directory + "/./one.jsonl",
                                "--state-dir",
                                state)
                        .err())
                .contains("going on after 1 messages");
    }

    @Test
    void stepShowsTheFrontierWhereRecordsMoveItAndCountsAGroupOfSeveralNodes() throws IOException {
        String elsewhere = reading(WINDOW, 20).replace(":0:oven", ":0:grill");
        Command.Outcome outcome = Command.run(
                "run",
                graph("window-average"),
                "--input",
                file("in.jsonl", List.of(reading(WINDOW, 10), elsewhere, reading(WINDOW + 500, 30)))
                        .toString(),
                "--step");

        assertThat(outcome.err().lines().filter(line -> line.contains("its frontier moves to")))
                .hasSize(2);
        assertThat(outcome.err())
                .contains("its frontier moves to " + (WINDOW - 1000))
                .contains("its frontier moves to " + (WINDOW - 500))
                .contains("waits: 2 in its group")
                .contains(":00000:oven: 2 records  (1 open)");
    }

    @Test
    void explainTellsWhereALiveRunKeepsItsState() {
        assertThat(Command.run("explain", graph("window-average"), "--live").out())
                .contains("kept over a restart in a directory of its own under " + StateHome.root());
        assertThat(Command.run("explain", graph("window-average")).out()).contains("--state-dir keeps them");
    }

    @Test
    void aLateRecordIsADeadLetterWithTheOriginalTheOperationAndTheReason() throws IOException {
        Path input = file(
                "in.jsonl",
                List.of(reading(WINDOW - 9000, 10), reading(WINDOW + 2000, 30), reading(WINDOW - 5000, 50)));
        Path letters = directory.resolve("letters.jsonl");
        Command.Outcome outcome = Command.run(
                "run",
                graph("window-average"),
                "--input",
                input.toString(),
                "--late",
                "dead-letter",
                "--dead-letter",
                letters.toString());

        assertThat(outcome.exitCode()).isZero();
        assertThat(payloads(outcome.out())).hasSize(2);
        List<String> lines = Files.readAllLines(letters);
        assertThat(lines).hasSize(1);
        JsonNode letter = JSON.readTree(lines.getFirst());
        assertThat(letter.path("payload").asText()).contains("50.0");
        JsonNode properties = letter.at("/properties/user-properties");
        assertThat(properties.path("leat-operation").asText()).isEqualTo("source");
        assertThat(properties.path("leat-reason").asText()).startsWith("LEAT-DATAFLOW-009");
        assertThat(properties.path("leat-topic").asText()).isEqualTo("oven/1");
    }

    @Test
    void whatAModuleRefusesIsADeadLetterToo() throws IOException {
        Path letters = directory.resolve("letters.jsonl");
        Command.Outcome outcome = Command.runWith(
                "no json\n", "run", graph("graph-simple"), "--input", "-", "--dead-letter", letters.toString());

        assertThat(outcome.err()).contains("1 in, 0 out");
        JsonNode letter = JSON.readTree(Files.readString(letters));
        assertThat(letter.path("payload").asText()).isEqualTo("no json");
        assertThat(letter.at("/properties/user-properties/leat-operation").asText())
                .isEqualTo("module-temperature/map");
        assertThat(letter.at("/properties/user-properties/leat-reason").asText())
                .startsWith("LEAT-OPERATOR-005");
    }

    @Test
    void aFileThatGrewIsReadOnFromWhereTheStateStands() throws IOException {
        List<String> lines = new ArrayList<>(List.of(reading(WINDOW - 9000, 10), reading(WINDOW - 8000, 30)));
        String[] arguments = {
            "run",
            graph("graph-simple"),
            "--input",
            file("in.jsonl", lines).toString(),
            "--output",
            directory.resolve("out.jsonl").toString(),
            "--state-dir",
            directory.resolve("state").toString()
        };
        Command.run(arguments);
        lines.add(reading(WINDOW - 7000, 50));
        file("in.jsonl", lines);
        Command.Outcome again = Command.run(arguments);

        assertThat(again.err()).contains("going on after 2 messages").contains("1 in, 1 out");
        assertThat(Files.readAllLines(directory.resolve("out.jsonl"))).hasSize(3);
    }

    @Test
    void aDamagedCheckpointIsRefusedWithItsNameAndWhatToDo() throws IOException {
        Path state = Files.createDirectories(directory.resolve("state"));
        Files.writeString(state.resolve("checkpoint-000000000007.leat"), "something else entirely");
        Command.Outcome outcome = Command.run(
                "run",
                graph("window-average"),
                "--input",
                file("in.jsonl", List.of(reading(WINDOW, 1))).toString(),
                "--state-dir",
                state.toString());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .contains("LEAT-DATAFLOW-010")
                .contains("checkpoint-000000000007.leat is no checkpoint of Leat")
                .doesNotContain("\tat ");
    }

    @Test
    void theStateOfAnotherGraphIsRefused() throws IOException {
        String input = file("in.jsonl", List.of(reading(WINDOW, 1))).toString();
        String state = directory.resolve("state").toString();
        Command.run("run", graph("window-average"), "--input", input, "--state-dir", state);
        Command.Outcome other = Command.run("run", graph("graph-simple"), "--input", input, "--state-dir", state);

        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).contains("is of the graph 'window-average', not of 'graph-simple'");
    }

    @Test
    void explainSaysWhereTimeWaitsAndWhereValuesComeFrom() {
        Command.Outcome outcome = Command.run(
                "explain", graph("graph-complex"), "--config", "snapshot_topic=camera", "--config", "more=1");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains("module-collection/accumulate   accumulate")
                .contains("time     waits here: a group for each time")
                .contains("time     moves here")
                .contains("config   snapshot_topic = camera   (--config:1:1)")
                .contains("config   temperature_lower_bound = -40   (the definition's default)")
                .contains("config   more = 1   (--config:1:2, passed on: no parameter is called so)")
                .contains("-> True  module-format/map");
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() throws IOException {
        String input = file("in.jsonl", List.of(reading(WINDOW, 1))).toString();
        assertThat(Command.run("run", graph("window-average"), "--input", input, "--late", "sometimes")
                        .err())
                .contains("--late sometimes: deliver, dead-letter or drop");
        assertThat(Command.run("run", graph("window-average"), "--input", input, "--late", "dead-letter")
                        .err())
                .contains("needs --dead-letter");
        assertThat(Command.run("run", graph("window-average"), "--input", input, "--idle-after", "3")
                        .err())
                .contains("go with --clock wall");
        assertThat(Command.run("run", graph("window-average"), "--input", input, "--allowed-lateness", "-1")
                        .err())
                .contains("--allowed-lateness -1.0");
        assertThat(Command.run("run", graph("window-average"), "--input", input, "--call-timeout", "nowhere:3")
                        .err())
                .contains("the graph has no operation 'nowhere'");
        assertThat(Command.run("replay", input).err()).contains("LEAT-TESTKIT-023");
    }
}
