package dev.leat.service.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Every code of schemas has its row in docs/errors.md, and none has two. */
class SchemaProblemTest {

    @Test
    void everyCodeHasARowOfItsOwn() throws IOException {
        String page = Files.readString(Path.of("../../docs/errors.md"));
        for (SchemaProblem problem : SchemaProblem.values()) {
            assertThat(page).containsOnlyOnce("\n| " + problem.code() + " | ");
        }
    }
}
