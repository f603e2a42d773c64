package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code leat run} without a broker. */
class RunFilesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FAHRENHEIT = "{\"temperature\":{\"value\":212,\"unit\":\"F\"}}";

    @TempDir
    private Path directory;

    @Test
    void aMessageFromTheStandardInputComesOutAsOneLine() throws IOException {
        Command.Outcome outcome = Command.runWith(FAHRENHEIT + "\n", "run", Command.graphSimple(), "--input", "-");

        assertThat(outcome.err()).endsWith("1 in, 1 out\n");
        assertThat(outcome.exitCode()).isZero();
        assertThat(celsius(outcome.out().strip())).isEqualTo(100.0);
    }

    @Test
    void aDirectoryIsReadInTheOrderOfItsNames() throws IOException {
        Files.writeString(directory.resolve("b.json"), FAHRENHEIT);
        Files.writeString(directory.resolve("a.json"), FAHRENHEIT.replace("212", "32"));
        Files.writeString(directory.resolve("notes.txt"), "no message");

        Command.Outcome outcome = Command.run("run", Command.graphSimple(), "--input", directory.toString());

        List<String> lines = outcome.out().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(celsius(lines.get(0))).isEqualTo(0.0);
        assertThat(celsius(lines.get(1))).isEqualTo(100.0);
    }

    @Test
    void recordsGoToAFileThatAnotherRunCanRead() throws IOException {
        Path output = directory.resolve("out.jsonl");
        Command.runWith(FAHRENHEIT + "\n", "run", Command.graphSimple(), "--input", "-", "--output", output.toString());

        Command.Outcome again = Command.run("run", Command.graphSimple(), "--input", output.toString());

        assertThat(again.exitCode()).isZero();
        assertThat(celsius(again.out().strip())).isEqualTo(100.0);
        assertThat(JSON.readTree(again.out()).at("/properties/user-properties/__ts"))
                .isEqualTo(JSON.readTree(Files.readString(output)).at("/properties/user-properties/__ts"));
    }

    @Test
    void aPayloadThatIsNoJsonIsDroppedWithTheReasonAndTheOthersGoOn() {
        Command.Outcome outcome =
                Command.runWith("no json\n" + FAHRENHEIT + "\n", "run", Command.graphSimple(), "--input", "-");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out().lines()).hasSize(1);
        assertThat(outcome.err()).contains("2 in, 1 out");
    }

    @Test
    void anEmptyInputEndsTheRun() {
        Command.Outcome outcome = Command.run("run", Command.graphSimple(), "--input", "-");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("0 in, 0 out");
    }

    @Test
    void bothEnginesGiveTheSame() throws IOException {
        for (String engine : List.of("wasmtime", "endive")) {
            Command.Outcome outcome = Command.runWith(
                    FAHRENHEIT + "\n", "run", Command.graphSimple(), "--input", "-", "--engine", engine);
            assertThat(outcome.err()).as(engine).contains("1 in, 1 out");
            assertThat(celsius(outcome.out().strip())).as(engine).isEqualTo(100.0);
        }
    }

    private static double celsius(String line) throws IOException {
        JsonNode record = JSON.readTree(line);
        JsonNode temperature = JSON.readTree(record.path("payload").asText()).path("temperature");
        assertThat(temperature.path("unit").asText()).isEqualTo("C");
        return temperature.path("value").asDouble();
    }
}
