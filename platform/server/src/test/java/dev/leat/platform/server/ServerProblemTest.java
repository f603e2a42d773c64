package dev.leat.platform.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ServerProblemTest {

    @Test
    void eachCodeIsThereOnceAndInTheDocumentation() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("leat.root", "../.."), "docs/errors.md"));
        assertThat(ServerProblem.values()).extracting(ServerProblem::code).doesNotHaveDuplicates();
        for (ServerProblem problem : ServerProblem.values()) {
            assertThat(page).contains("| " + problem.code() + " |");
            assertThat(problem.hint()).endsWith(".");
        }
    }
}
