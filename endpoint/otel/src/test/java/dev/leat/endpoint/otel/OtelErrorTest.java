package dev.leat.endpoint.otel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Each error has a code of its own, and a row on the page of errors. */
final class OtelErrorTest {

    @Test
    void eachCodeIsOnThePageOfErrorsOnce() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("leat.root", "../.."), "docs/errors.md"));
        assertThat(Arrays.stream(OtelError.values()).map(OtelError::code))
                .doesNotHaveDuplicates()
                .allSatisfy(code -> assertThat(page).containsOnlyOnce("| " + code + " |"));
    }
}
