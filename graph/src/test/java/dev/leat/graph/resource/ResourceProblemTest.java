package dev.leat.graph.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.graph.diagnostic.ResourceProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Codes are for ever, and each is explained. */
class ResourceProblemTest {

    private static final List<ResourceProblem> ALL = List.of(ResourceProblem.values());

    @Test
    void codesAreUniqueAndWithoutGaps() {
        assertThat(ALL)
                .extracting(ResourceProblem::code)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, ALL.size())
                        .mapToObj(number -> String.format("LEAT-RES-%03d", number))
                        .toList());
    }

    @Test
    void titlesAreUniqueLinesWithoutFullStop() {
        assertThat(Arrays.stream(ResourceProblem.values()).map(ResourceProblem::title))
                .doesNotHaveDuplicates()
                .allSatisfy(title -> assertThat(title).matches("[A-Z$].*[^.]").hasSizeLessThan(60));
    }

    @Test
    void eachHasItsRowOnThePageOfErrors() throws IOException {
        Path page = Path.of(System.getProperty("leat.root", ".."), "docs", "errors.md");
        String text = Files.readString(page);
        assertThat(ALL)
                .allSatisfy(problem -> assertThat(text.replace("`", ""))
                        .contains("| " + problem.code() + " | "
                                + problem.severity().label() + " | **" + problem.title() + ".**"));
    }
}
