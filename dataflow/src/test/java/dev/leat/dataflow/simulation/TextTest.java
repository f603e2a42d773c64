package dev.leat.dataflow.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What counts as nothing missing. */
final class TextTest {

    @Test
    void aGroupMayHaveMembersTwiceAndMoreOfThem() {
        assertThat(Text.covers("g1@5.0{a,a,b}", "g1@5.0{a,b}")).isTrue();
        assertThat(Text.covers("g1@5.0{m2(a),c,b}", "g1@5.0{b,m2(a)}")).isTrue();
        assertThat(Text.covers("g2@9.0{m3(g1@5.0{a,b,c})}", "g2@9.0{m3(g1@5.0{a,c})}"))
                .isTrue();
    }

    @Test
    void aMemberThatIsMissingIsNotMadeUpFor() {
        assertThat(Text.covers("g1@5.0{a,a}", "g1@5.0{a,b}")).isFalse();
        assertThat(Text.covers("g2@9.0{g1@5.0{a}}", "g2@9.0{g1@5.0{a,c}}")).isFalse();
        assertThat(Text.covers("g2@9.0{g1@5.0{a},g1@6.0{c}}", "g2@9.0{g1@5.0{a,c}}"))
                .isFalse();
    }

    @Test
    void anotherTimeOperationOrRecordIsAnother() {
        assertThat(Text.covers("g1@6.0{a}", "g1@5.0{a}")).isFalse();
        assertThat(Text.covers("m2(a)", "a")).isFalse();
        assertThat(Text.covers("m2(a)", "m3(a)")).isFalse();
        assertThat(Text.covers("s0.1", "s0.11")).isFalse();
    }

    @Test
    void whatAnOperationChoosesDoesNotDependOnMembers() {
        assertThat(Text.header("m2(g1@5.0{a,b})")).isEqualTo("m2(g1@5.0");
        assertThat(Text.choice(7, "g1@5.0{a}", 100)).isEqualTo(Text.choice(7, "g1@5.0{a,b}", 100));
    }
}
