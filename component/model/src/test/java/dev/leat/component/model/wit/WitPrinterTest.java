package dev.leat.component.model.wit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.component.model.Component;
import dev.leat.component.model.ComponentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Components as WIT. What is expected was compared with what {@code wasm-tools component wit} 1.263.0 prints: for echo
 * and wrong-world it is the same, for the others it differs in what {@link WitPrinter} says it does; wit-corners is
 * beyond it.
 */
class WitPrinterTest {

    private static final String CONFORMANCE = "leat.conformance";

    @ParameterizedTest
    @ValueSource(strings = {"echo", "composed", "missing-import", "wasi-probe", "wit-corners", "wrong-world"})
    void aComponentReadsAsTheWitThatItWasMadeFrom(String fixture) throws IOException {
        assertThat(WitPrinter.print(Decoded.fixture(fixture))).isEqualTo(expected(fixture));
    }

    private static String expected(String fixture) throws IOException {
        return Files.readString(Path.of("src/test/resources/wit", fixture + ".wit"), StandardCharsets.UTF_8);
    }

    @Test
    void everyComponentOfTheSuiteThatLoadsCanBePrinted() throws IOException {
        List<Component> components = suite();
        assertThat(components).hasSizeGreaterThan(100);
        assertThat(components)
                .map(WitPrinter::print)
                .allSatisfy(text -> assertThat(text).startsWith("package root:component;\n\nworld root {\n"))
                .allSatisfy(text -> assertThat(
                                text.chars().filter(one -> one == '{').count())
                        .isEqualTo(text.chars().filter(one -> one == '}').count()));
    }

    private static List<Component> suite() throws IOException {
        Path folder = Path.of(System.getProperty(CONFORMANCE, ""));
        if (System.getProperty(CONFORMANCE) == null || !Files.isDirectory(folder)) {
            String message = "COMPONENTS OF THE SUITE WERE NOT PRINTED: the system property " + CONFORMANCE
                    + " names no folder (" + folder + ")";
            System.err.println(message);
            Assumptions.abort(message);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".wasm"))
                    .sorted()
                    .flatMap(file -> load(file).stream())
                    .toList();
        }
    }

    private static Optional<Component> load(Path file) {
        try {
            return Optional.of(Decoded.file(file));
        } catch (ComponentException refused) {
            return Optional.empty();
        }
    }
}
