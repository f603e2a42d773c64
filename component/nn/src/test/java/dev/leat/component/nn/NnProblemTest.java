package dev.leat.component.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NnProblemTest {

    @Test
    void eachProblemHasItsCodeAndItsPlaceInTheDocumentation() throws Exception {
        String page = Files.readString(Path.of("../../docs/errors.md"));
        assertThat(EnumSet.allOf(NnProblem.class).stream().map(NnProblem::code).collect(Collectors.toSet()))
                .hasSize(NnProblem.values().length)
                .allMatch(code -> page.contains("| " + code + " |"));
    }

    @Test
    void eachErrorCodeOfTheInterfaceButUnknownHasItsProblem() {
        assertThat(EnumSet.allOf(NnProblem.class).stream()
                        .map(NnProblem::answer)
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(ErrorCode.UNKNOWN)));
    }
}
