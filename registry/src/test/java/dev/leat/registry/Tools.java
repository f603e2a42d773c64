package dev.leat.registry;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** Programs that tests run; where one is missing, the test that asks for it is aborted, loudly. */
final class Tools {

    private Tools() {}

    /** @param how to install it */
    static Path find(String name, String how) {
        List<String> places =
                new ArrayList<>(Arrays.asList(System.getenv("PATH").split(File.pathSeparator)));
        places.addAll(List.of("/usr/bin", "/usr/local/bin", "/usr/sbin", "/opt/homebrew/bin"));
        for (String place : places) {
            Path file = Path.of(place).resolve(name);
            if (Files.isExecutable(file)) {
                return file;
            }
        }
        throw missing(name + " is not installed: tests that need it did NOT run. Install it: " + how);
    }

    static IllegalStateException missing(String message) {
        System.err.println(message);
        Assumptions.abort(message);
        return new IllegalStateException(message);
    }

    /** Runs a program until it ends, and answers what it wrote. */
    static String run(Path directory, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().putAll(new HashMap<>(environment));
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + output);
        }
        return output;
    }
}
