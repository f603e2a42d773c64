package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Java example of the README does what the README says, run as a reader would run it: as a source file, in a folder
 * with a graph and the modules.
 */
@Timeout(180)
class ReadmeExampleTest {

    private static final Pattern EXAMPLE =
            Pattern.compile("^<!-- example: java -->\\R+```java\\R(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

    @TempDir
    Path directory;

    @Test
    void theExamplePrintsTheConvertedTemperature() throws Exception {
        Files.writeString(
                directory.resolve("graph.yaml"),
                Definitions.text(
                        Definitions.operation("map", "convert", "temperature:1.0.0"),
                        "source > convert",
                        "convert > sink"));
        Path module = Files.createDirectories(directory.resolve("modules/temperature"));
        Files.copy(TestLeat.modules().resolve("temperature/temperature.wasm"), module.resolve("temperature.wasm"));
        Files.writeString(directory.resolve("Example.java"), example());

        Path output = directory.resolve("output.txt");
        Path errors = directory.resolve("errors.txt");
        ProcessBuilder java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--class-path",
                        System.getProperty("java.class.path"),
                        "Example.java")
                .directory(directory.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        java.environment().put("LEAT_CACHE", directory.resolve("cache").toString());
        int exit = java.start().waitFor();

        assertThat(exit).as(Files.readString(errors)).isZero();
        assertThat(Files.readAllLines(output))
                .isEqualTo(List.of("{\"temperature\":{\"value\":100.0,\"count\":0,\"max\":0.0,\"min\":0.0,"
                        + "\"average\":0.0,\"last\":0.0,\"unit\":\"C\",\"overtemp\":false}}"));
    }

    private static String example() throws IOException {
        Matcher matcher = EXAMPLE.matcher(Files.readString(TestLeat.root().resolve("README.md")));
        assertThat(matcher.find())
                .as("README.md has the example between its marks")
                .isTrue();
        return matcher.group(1);
    }
}
