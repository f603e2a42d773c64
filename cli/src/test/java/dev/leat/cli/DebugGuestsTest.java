package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Modules compiled for debuggers do what they do otherwise; docs/debugging.md has the rest. */
final class DebugGuestsTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aModuleThatIsCompiledForADebuggerAnswersTheSame() throws Exception {
        Path input = Files.writeString(folder.resolve("in.json"), "{\"temperature\":{\"value\":212,\"unit\":\"F\"}}");
        Path output = folder.resolve("out.jsonl");
        LeatProcess log = new LeatProcess(folder.resolve("log"));
        Process running = log.start(
                List.of(
                        "run",
                        Command.root()
                                .resolve("examples/graph-simple/graph-simple.yaml")
                                .toString(),
                        "--input",
                        input.toString(),
                        "--output",
                        output.toString()),
                Map.of("LEAT_DEBUG_GUESTS", "1"));
        assertThat(running.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(running.exitValue()).as(log.text()).isZero();
        assertThat(Files.readString(output)).contains("\\\"value\\\":100.0");
    }
}
