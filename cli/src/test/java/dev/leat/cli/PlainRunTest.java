package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that asks for nothing but its graph starts as quickly as there is little to load. */
final class PlainRunTest {

    /** What state stores, models, schemas, telemetry and MQTT bring along. */
    private static final List<String> HEAVY = List.of(
            " org.rocksdb.", " ai.onnxruntime.", " com.networknt.", " io.opentelemetry.", " com.hivemq.", " io.netty.");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aRunBetweenFilesLoadsNothingOfTheServicesThatItDoesNotUse() throws Exception {
        Path input = Files.writeString(
                folder.resolve("input.jsonl"),
                "{\"topic\":\"t\",\"payload\":\"{\\\"temperature\\\":{\\\"value\\\":1,\\\"unit\\\":\\\"F\\\"}}\"}\n");
        Path classes = folder.resolve("classes");
        Process run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Xlog:class+load:file=" + classes,
                        "-Dlogback.configurationFile=dev/leat/cli/logback.xml",
                        "-Dleat.modules=" + System.getProperty("leat.modules"),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Main.class.getName(),
                        "run",
                        Command.graphSimple(),
                        "--input",
                        input.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        assertThat(run.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue())
                .as(Files.readString(folder.resolve("output")))
                .isZero();
        List<String> loaded = Files.readAllLines(classes);
        assertThat(loaded).anyMatch(line -> line.contains(" dev.leat.cli.RunCommand "));
        for (String heavy : HEAVY) {
            assertThat(loaded).as("classes of" + heavy).noneMatch(line -> line.contains(heavy));
        }
    }
}
