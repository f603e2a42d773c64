package dev.leat.service.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StateProblemTest {

    @ParameterizedTest
    @EnumSource
    void eachCodeIsOnThePageOfErrors(StateProblem problem) throws Exception {
        Path page = Path.of(System.getProperty("leat.root", "../.."), "docs/errors.md");
        assertThat(Files.readString(page)).contains("| " + problem.code() + " | ");
    }
}
