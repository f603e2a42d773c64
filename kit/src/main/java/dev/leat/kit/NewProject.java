package dev.leat.kit;

import dev.leat.operator.OperatorInterface;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A project to start from: a module's source, a graph that uses it, messages, and a test that passes. It stands by itself:
 * the SDK lies in it.
 *
 * @param name of the project, the module and its directory
 * @param kind what the module exports; each starts with a working example
 */
public record NewProject(String name, Language language, OperatorInterface kind) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*([-_][a-z0-9]+)*");
    private static final int LONGEST_NAME = 64;

    /** What goes in, in the order of the files' names. */
    private static final List<String> READINGS = List.of("14", "68", "212");

    /** Words that cargo or Python keep for themselves. */
    private static final List<String> TAKEN =
            List.of("test", "core", "std", "alloc", "self", "super", "crate", "class", "import", "json", "types");

    /** @throws KitException {@link KitProblem#NAME} */
    public NewProject {
        if (!NAME.matcher(name).matches() || name.length() > LONGEST_NAME || TAKEN.contains(name)) {
            throw new KitException(
                    KitProblem.NAME,
                    "'" + name + "' cannot be a module's name: write up to " + LONGEST_NAME
                            + " small letters and digits, with - or _ between, beginning with a letter; not one of "
                            + String.join(", ", TAKEN));
        }
    }

    /**
     * Writes the project to a directory that is not there yet, or is empty.
     *
     * @param home where Leat lies
     * @throws KitException {@link KitProblem#EXISTS} where something is there, {@link KitProblem#KIT_INCOMPLETE} where the
     *     SDK is not
     */
    public void write(Path directory, Path home) throws IOException {
        if (Files.exists(directory) && !isEmptyDirectory(directory)) {
            throw new KitException(
                    KitProblem.EXISTS, directory + " is there already, and not empty: choose another name or place");
        }
        Map<Path, String> files = new LinkedHashMap<>();
        files.put(Path.of("graph.dataflow.yaml"), template("graph/" + kind.word() + ".yaml"));
        for (int i = 0; i < READINGS.size(); i++) {
            files.put(Path.of("data", "reading-" + (i + 1) + ".json"), "{\"temperature\": " + READINGS.get(i) + "}\n");
        }
        files.put(Path.of("tests", name + ".test.yaml"), testCase());
        files.put(Path.of("tests", "expected.json"), expected());
        files.put(Path.of(".gitignore"), template("gitignore"));
        files.put(Path.of("README.md"), template("README.md"));
        source(files);
        for (Map.Entry<Path, String> file : files.entrySet()) {
            Path target = directory.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.writeString(target, fill(file.getValue()));
        }
        switch (language) {
            case RUST -> {
                copy(home.resolve("sdk/rust/wasm_graph_sdk"), directory.resolve("sdk/rust/wasm_graph_sdk"));
                copy(home.resolve("sdk/rust/wasm_graph_sdk_wit"), directory.resolve("sdk/rust/wasm_graph_sdk_wit"));
            }
            case PYTHON -> copy(home.resolve("modules/wit"), operator(directory).resolve("wit"));
        }
    }

    /** The source to start with, relative to the project. */
    public Path source() {
        Path operator = operator(Path.of(""));
        return switch (language) {
            case RUST -> operator.resolve("src").resolve("lib.rs");
            case PYTHON -> operator.resolve(pythonName() + ".py");
        };
    }

    private Path operator(Path project) {
        return project.resolve("operators").resolve(name);
    }

    private String pythonName() {
        return "operator_" + name.replace('-', '_');
    }

    private void source(Map<Path, String> files) {
        files.put(
                source(), template(language.word() + "/" + kind.word() + (language == Language.RUST ? ".rs" : ".py")));
        if (language == Language.RUST) {
            files.put(operator(Path.of("")).resolve("Cargo.toml"), template("rust/Cargo.toml"));
        }
    }

    private String fill(String text) {
        String more = switch (language) {
            case RUST -> "| `sdk/rust` | the SDK, part of the project: keep it under version control |\n";
            case PYTHON -> "| `operators/{{name}}/wit` | the interfaces that Python's bindings are made of |\n";
        };
        return text.replace("{{more}}\n", more)
                .replace("{{name}}", name)
                .replace("{{description}}", description())
                .replace("{{source}}", source().toString().replace('\\', '/'));
    }

    private String description() {
        return switch (kind) {
            case MAP -> "Adds the temperature in degrees Celsius to each reading.";
            case FILTER -> "Lets warm readings through.";
            case BRANCH -> "Parts hot readings from the others.";
            case ACCUMULATE -> "Takes the average of all readings of ten seconds.";
            case DELAY -> "Moves all messages of a minute to its end.";
        };
    }

    private String testCase() {
        return """
                name: "{{name}}: readings"
                graph: "../graph.dataflow.yaml"
                input: "../data"
                expected: "./expected.json"
                select: ["payload"]
                """;
    }

    /** An object is compared with the last record, a list with all. */
    private String expected() {
        List<String> payloads = switch (kind) {
            case MAP ->
                List.of(
                        "{\"temperature\": 14, \"celsius\": -10}",
                        "{\"temperature\": 68, \"celsius\": 20}",
                        "{\"temperature\": 212, \"celsius\": 100}");
            case FILTER -> List.of("{\"temperature\": 68}", "{\"temperature\": 212}");
            case BRANCH -> List.of("{\"temperature\": 212}");
            case ACCUMULATE -> List.of("{\"count\": 3, \"average\": 98}");
            case DELAY ->
                READINGS.stream()
                        .map(reading -> "{\"temperature\": " + reading + "}")
                        .toList();
        };
        StringBuilder text = new StringBuilder("[\n");
        for (int i = 0; i < payloads.size(); i++) {
            text.append("  {\"payload\": ").append(payloads.get(i)).append(i + 1 < payloads.size() ? "},\n" : "}\n");
        }
        return text.append("]\n").toString();
    }

    private static boolean isEmptyDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    /** Copies a folder without what building leaves in it. */
    private static void copy(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            throw new KitException(
                    KitProblem.KIT_INCOMPLETE, from + " is missing: projects are made from a checkout of Leat");
        }
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path relative = from.relativize(file);
                if (!relative.startsWith("target") && Files.isRegularFile(file)) {
                    Path target = to.resolve(relative.toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
    }

    private static String template(String path) {
        try (InputStream in = NewProject.class.getResourceAsStream("template/" + path)) {
            if (in == null) {
                throw new IllegalStateException("no template " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
