package dev.leat.testkit;

import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.GraphProblem;
import dev.leat.graph.diagnostic.Nearest;
import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.diagnostic.Quote;
import dev.leat.graph.yaml.Yaml;
import dev.leat.graph.yaml.YamlDocument;
import dev.leat.graph.yaml.YamlLimits;
import dev.leat.graph.yaml.YamlMapping;
import dev.leat.graph.yaml.YamlNode;
import dev.leat.graph.yaml.YamlScalar;
import dev.leat.graph.yaml.YamlSequence;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Turns the tree of a test file into a case, and reports what does not fit, each thing once. */
final class TestCaseReader {

    private static final List<String> KEYS = Stream.concat(
                    Stream.of("name", "graph", "input", "expected", "timeout", "select", "ignores"),
                    CaseContentReader.KEYS.stream())
            .toList();
    private static final YamlLimits LIMITS = YamlLimits.DEFAULT;
    private static final long LONGEST_TIMEOUT = Duration.ofDays(1).toMillis();

    private final Path file;
    private final Findings findings;
    private final CaseFindings caseFindings;
    private final YamlMapping root;
    private final boolean complete;
    private final Map<String, YamlNode> values = new LinkedHashMap<>();

    private TestCaseReader(Path file, Findings findings, YamlMapping root, boolean complete) {
        this.file = file;
        this.findings = findings;
        this.caseFindings = new CaseFindings(findings);
        this.root = root;
        this.complete = complete;
    }

    static TestCase.Reading read(Path file) {
        Findings findings = new Findings();
        Optional<TestCase> testCase = content(file, findings).flatMap(content -> read(file, content, findings));
        return findings.hasErrors()
                ? new TestCase.Reading(Optional.empty(), findings.sorted())
                : new TestCase.Reading(testCase, findings.sorted());
    }

    private static Optional<byte[]> content(Path file, Findings findings) {
        String reason;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LIMITS.bytes() + 1);
            if (content.length <= LIMITS.bytes()) {
                return Optional.of(content);
            }
            reason = "The file has more than " + LIMITS.bytes() + " bytes.";
        } catch (NoSuchFileException missing) {
            reason = "There is no such file.";
        } catch (IOException failure) {
            reason = "The file cannot be read: " + failure.getMessage() + ".";
        }
        findings.report(
                TestkitProblem.CASE_UNREADABLE,
                Position.startOf(file.toString()),
                reason,
                "Check the path and the permissions.");
        return Optional.empty();
    }

    private static Optional<TestCase> read(Path file, byte[] content, Findings findings) {
        Findings aboutYaml = new Findings();
        YamlDocument document = Yaml.read(file.toString(), content, LIMITS, aboutYaml);
        aboutYaml.sorted().stream()
                .filter(diagnostic -> diagnostic.problem() != GraphProblem.EMPTY_FILE)
                .forEach(findings::report);
        if (document.root().isPresent() && document.root().get() instanceof YamlMapping root) {
            return new TestCaseReader(file, findings, root, document.complete()).read();
        }
        if (document.complete()) {
            findings.report(
                    TestkitProblem.NOT_A_TEST_CASE,
                    document.root().map(YamlNode::position).orElse(Position.startOf(file.toString())),
                    "A test case has keys and values; this is "
                            + document.root().map(YamlNode::describe).orElse("an empty file") + ".",
                    "Write 'graph: ...', 'input: ...' and 'expected: ...'.");
        }
        return Optional.empty();
    }

    private Optional<TestCase> read() {
        root.entries().forEach(this::sort);
        Optional<Path> graph = required("graph", Files::isRegularFile, "file");
        CaseContent content = CaseContentReader.read(values, caseFindings);
        Optional<Path> input = content.messages().isEmpty() || values.containsKey("input")
                ? required("input", Files::isDirectory, "directory")
                : Optional.empty();
        Optional<Path> expected = !content.expectsAnything() || values.containsKey("expected")
                ? required("expected", Files::isRegularFile, "file")
                : Optional.empty();
        String name = scalar("name")
                .map(YamlScalar::value)
                .filter(text -> !text.isBlank())
                .orElseGet(this::nameOfFile);
        Duration timeout = timeout();
        List<String> select = paths("select");
        List<String> ignores = paths("ignores");
        if (findings.hasErrors() || graph.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new TestCase(file, name, graph.get(), input, expected, timeout, select, ignores, content));
    }

    /** Files a value under its key, or reports the key and files it under the one that it was meant to be. */
    private void sort(YamlMapping.Entry entry) {
        String key = entry.name();
        if (KEYS.contains(key)) {
            values.put(key, entry.value());
            return;
        }
        List<String> free =
                KEYS.stream().filter(known -> root.entry(known).isEmpty()).toList();
        caseFindings.unknownKey(entry, "A test case", free, KEYS);
        Nearest.typoOf(key, free).ifPresent(meant -> values.putIfAbsent(meant, entry.value()));
    }

    private String nameOfFile() {
        String name = InputFolder.name(file);
        return name.endsWith(TestCases.SUFFIX) ? name.substring(0, name.length() - TestCases.SUFFIX.length()) : name;
    }

    private Optional<Path> required(String key, Predicate<Path> fits, String kind) {
        if (!values.containsKey(key)) {
            if (complete) {
                findings.report(
                        TestkitProblem.MISSING_KEY,
                        root.position(),
                        "A test case must have the key " + Quote.of(key) + ".",
                        "Add '" + key + ": ...', a " + kind + " by its path from here.");
            }
            return Optional.empty();
        }
        Optional<YamlScalar> text = scalar(key);
        if (text.isPresent() && text.get().value().isBlank()) {
            caseFindings.wrong(key, text.get(), "the path of a " + kind);
            return Optional.empty();
        }
        return text.flatMap(scalar -> existing(key, scalar, fits, kind));
    }

    private Optional<Path> existing(String key, YamlScalar scalar, Predicate<Path> fits, String kind) {
        Path path;
        try {
            path = file.resolveSibling(scalar.value()).normalize();
        } catch (InvalidPathException invalid) {
            caseFindings.wrong(key, scalar, "the path of a " + kind);
            return Optional.empty();
        }
        if (fits.test(path)) {
            return Optional.of(path);
        }
        findings.report(
                TestkitProblem.FILE_MISSING,
                scalar.position(),
                Files.exists(path)
                        ? "The value of " + Quote.of(key) + " is not a " + kind + ": " + path + "."
                        : "The " + kind + " of " + Quote.of(key) + " is not there: " + path + ".",
                "Correct the path; it is relative to the test file.");
        return Optional.empty();
    }

    private Duration timeout() {
        Optional<YamlScalar> scalar = scalar("timeout");
        if (scalar.isEmpty()) {
            return TestCase.DEFAULT_TIMEOUT;
        }
        try {
            long millis = Long.parseLong(scalar.get().value());
            if (millis >= 1 && millis <= LONGEST_TIMEOUT) {
                return Duration.ofMillis(millis);
            }
        } catch (NumberFormatException notANumber) {
            // reported like a number out of range
        }
        caseFindings.wrong("timeout", scalar.get(), "a whole number of milliseconds from 1 to " + LONGEST_TIMEOUT);
        return TestCase.DEFAULT_TIMEOUT;
    }

    private List<String> paths(String key) {
        YamlNode node = values.get(key);
        if (node == null || isNothing(node)) {
            return List.of();
        }
        if (!(node instanceof YamlSequence sequence)) {
            caseFindings.wrong(key, node, "a list of paths, such as [\"payload\"]");
            return List.of();
        }
        List<String> paths = new ArrayList<>();
        for (YamlNode item : sequence.items()) {
            if (!(item instanceof YamlScalar scalar) || isNothing(scalar)) {
                caseFindings.wrong(key, item, "a list of paths, such as [\"payload\"]");
            } else if (DotPath.parse(scalar.value()).isEmpty()) {
                findings.report(
                        TestkitProblem.BAD_PATH,
                        scalar.position(),
                        Quote.of(scalar.value()) + " is no path: one of its segments is empty.",
                        TestCase.SYNTAX);
            } else {
                paths.add(scalar.value());
            }
        }
        return paths;
    }

    private Optional<YamlScalar> scalar(String key) {
        YamlNode node = values.get(key);
        if (node == null) {
            return Optional.empty();
        }
        if (node instanceof YamlScalar scalar) {
            if (isNothing(scalar)) {
                caseFindings.wrong(key, node, "a value");
            }
            return isNothing(scalar) ? Optional.empty() : Optional.of(scalar);
        }
        caseFindings.wrong(key, node, "a single value");
        return Optional.empty();
    }

    private static boolean isNothing(YamlNode node) {
        return node instanceof YamlScalar scalar
                && (scalar.type() == YamlScalar.Type.NULL || scalar.type() == YamlScalar.Type.UNREADABLE);
    }
}
