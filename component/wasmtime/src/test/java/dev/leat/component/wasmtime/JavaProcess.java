package dev.leat.component.wasmtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A virtual machine of its own that ran a main class of the tests to its end. */
record JavaProcess(int exitCode, String output) {

    static final String FORBID_NATIVE_CODE = "--illegal-native-access=deny";

    static JavaProcess run(Class<?> main, String... options) throws IOException, InterruptedException {
        return run(main, Map.of(), options);
    }

    static JavaProcess run(Class<?> main, Map<String, String> environment, String... options)
            throws IOException, InterruptedException {
        Process process = start(main, environment, options);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new JavaProcess(process.waitFor(), output);
    }

    /** Starts it; its output and its errors are one stream. */
    static Process start(Class<?> main, Map<String, String> environment, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.add("-XX:-CreateCoredumpOnCrash");
        command.addAll(List.of(options));
        if (!command.contains(FORBID_NATIVE_CODE)) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.start();
    }
}
