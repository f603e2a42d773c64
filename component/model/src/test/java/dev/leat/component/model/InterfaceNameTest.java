package dev.leat.component.model;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterfaceNameTest {

    private static boolean together(String left, String right) {
        return InterfaceName.parse("a:b/c@" + left)
                .compatibility()
                .equals(InterfaceName.parse("a:b/c@" + right).compatibility());
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({"0.2.0, 0.2.6", "0.2.0, 0.2.0", "1.0.0, 1.9.3", "2.1.0, 2.0.7", "10.0.0, 10.1.0", "1.0.0, 1.0.0+build.5"
    })
    void versionsOfOneTrackStandInForEachOther(String left, String right) {
        assertThat(together(left, right)).isTrue();
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({
        "0.2.0, 0.3.0",
        "0.0.3, 0.0.4",
        "0.0.3, 0.1.3",
        "1.0.0, 2.0.0",
        "1.0.0, 10.0.0",
        "1.0.0, 0.1.0",
        "1.0.0-rc.1, 1.0.0",
        "1.0.0-rc.1, 1.0.0-rc.2",
        "0.2.0-rc-2023-11-10, 0.2.0"
    })
    void versionsOfDifferentTracksDoNot(String left, String right) {
        assertThat(together(left, right)).isFalse();
    }

    @Test
    void aPreReleaseStandsInForItself() {
        assertThat(together("0.3.0-rc.1", "0.3.0-rc.1")).isTrue();
    }

    @Test
    void aNameWithoutAVersionIsItsOwnTrack() {
        assertThat(InterfaceName.parse("a:b/c").compatibility()).isEqualTo("a:b/c");
        assertThat(InterfaceName.parse("a:b/c").version()).isEmpty();
    }

    @Test
    void interfacesOfOneVersionAreNotEachOther() {
        assertThat(InterfaceName.parse("a:b/c@1.0.0").compatibility())
                .isNotEqualTo(InterfaceName.parse("a:b/d@1.0.0").compatibility());
    }

    @Property
    void aNameIsWrittenAsItWasRead(
            @ForAll @IntRange(max = 99) int major,
            @ForAll @IntRange(max = 99) int minor,
            @ForAll @IntRange(max = 99) int patch) {
        String name = "wasi:io/streams@" + major + "." + minor + "." + patch;
        assertThat(InterfaceName.parse(name)).hasToString(name);
    }

    @Property
    void patchVersionsAreTogetherUnlessBothNumbersBeforeThemAreZero(
            @ForAll @IntRange(max = 3) int major,
            @ForAll @IntRange(max = 3) int minor,
            @ForAll @IntRange(max = 9) int left,
            @ForAll @IntRange(max = 9) int right) {
        String track = major + "." + minor + ".";
        assertThat(together(track + left, track + right)).isEqualTo(left == right || major + minor > 0);
    }
}
