package dev.leat.component.conformance.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * One script of the suite.
 *
 * @param name the name of its folder, such as {@code values-variants}
 */
record SuiteScript(String name, List<SuiteCommand> commands) {

    private static final String PROPERTY = "leat.conformance";

    /** All scripts, by name. Aborts the test, loudly, where the folder is not there. */
    static List<SuiteScript> all() {
        Path root = Path.of(System.getProperty(PROPERTY, ""));
        if (System.getProperty(PROPERTY) == null || !Files.isDirectory(root)) {
            String message = "THE COMPONENT MODEL'S SUITE DID NOT RUN: the system property " + PROPERTY
                    + " names no folder (" + root + ")";
            System.err.println(message);
            Assumptions.abort(message);
        }
        try (Stream<Path> files = Files.walk(root)) {
            List<SuiteScript> scripts = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(SuiteScript::read)
                    .toList();
            if (scripts.isEmpty()) {
                throw new IllegalStateException("there is no script in " + root);
            }
            return scripts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SuiteScript read(Path file) {
        try {
            JsonNode root = new ObjectMapper().readTree(file.toFile());
            List<SuiteCommand> commands = new ArrayList<>();
            for (JsonNode command : root.get("commands")) {
                commands.add(SuiteCommand.read(file.getParent(), command));
            }
            String fileName = file.getFileName().toString();
            return new SuiteScript(fileName.substring(0, fileName.length() - ".json".length()), List.copyOf(commands));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** How lists and reports name a command. */
    String key(SuiteCommand command) {
        return name + ":" + command.line();
    }
}
