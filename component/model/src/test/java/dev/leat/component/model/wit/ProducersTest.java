package dev.leat.component.model.wit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.component.model.wit.Producers.Tool;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What components were made with. */
class ProducersTest {

    @Test
    void theSectionsOfTheComponentAndOfItsModulesAreRead() {
        Producers producers = Producers.of(Decoded.fixture("wasi-probe"));
        assertThat(producers.languages()).contains(new Tool("Rust", ""));
        assertThat(producers.processedBy())
                .doesNotHaveDuplicates()
                .extracting(Tool::name)
                .contains("rustc", "wit-component", "wit-bindgen-rust");
        assertThat(producers.languages().getFirst()).hasToString("Rust");
        assertThat(producers.processedBy().getFirst().toString()).matches("wit-component \\d+\\.\\d+\\.\\d+");
    }

    @Test
    void aComponentWithoutSectionsSaysNothing() {
        assertThat(Producers.of(Decoded.fixture("wrong-world")))
                .isEqualTo(new Producers(List.of(), List.of(), List.of()));
    }

    @Test
    void eachToolIsNamedOnceAndUnknownFieldsNotAtAll() {
        byte[] section = bytes("\3\10language\1\1C\00211\3sdk\1\3Kit\1" + "2\6colour\1\3red\0");
        assertThat(Producers.of(List.of(section, section)))
                .isEqualTo(new Producers(List.of(new Tool("C", "11")), List.of(), List.of(new Tool("Kit", "2"))));
    }

    @Test
    void aDamagedSectionTakesNothingFromTheOthers() {
        assertThat(Producers.of(List.of(bytes("\1\10langu"), bytes("\1\3sdk\1\3Kit\0")))
                        .sdks())
                .containsExactly(new Tool("Kit", ""));
    }

    @Property
    void noSectionThrows(@ForAll byte[] section) {
        assertThat(Producers.of(List.of(section))).isNotNull();
    }

    private static byte[] bytes(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }
}
