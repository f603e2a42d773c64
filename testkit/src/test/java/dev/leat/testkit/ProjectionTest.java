package dev.leat.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What a case compares is what its paths leave of a record. */
final class ProjectionTest {

    private static final String RECORD =
            "{\"topic\":\"t\",\"properties\":{\"user-properties\":{\"otel/factoryId\":\"A\",\"x\":\"y\"}},"
                    + "\"payload\":{\"list\":[{\"max\":1,\"min\":0},{\"min\":2},3],\"humidity\":[]}}";

    private static String select(String... paths) throws Exception {
        return new Projection(paths(paths), List.of()).of(Json.parse(RECORD)).toString();
    }

    private static String ignore(String... paths) throws Exception {
        return new Projection(List.of(), paths(paths)).of(Json.parse(RECORD)).toString();
    }

    private static List<DotPath> paths(String... paths) {
        return Stream.of(paths).map(path -> DotPath.parse(path).orElseThrow()).toList();
    }

    @Test
    void aPathIsCutAtDotsAlone() {
        assertThat(DotPath.parse("properties.user-properties.otel/factoryId")
                        .orElseThrow()
                        .segments())
                .containsExactly("properties", "user-properties", "otel/factoryId");
        assertThat(List.of("", ".", "a.", ".a", "a..b"))
                .allMatch(text -> DotPath.parse(text).isEmpty());
    }

    @Test
    void selectKeepsWhatItNames() throws Exception {
        assertThat(select("topic", "properties.user-properties.otel/factoryId"))
                .isEqualTo("{\"topic\":\"t\",\"properties\":{\"user-properties\":{\"otel/factoryId\":\"A\"}}}");
        assertThat(select("payload", "payload.humidity")).isEqualTo(select("payload"));
        assertThat(select("none", "payload.humidity.max", "topic.t")).isEqualTo("{}");
    }

    @Test
    void ignoresDropsWhatItNames() throws Exception {
        assertThat(ignore("properties", "payload.list", "none.at.all"))
                .isEqualTo("{\"topic\":\"t\",\"payload\":{\"humidity\":[]}}");
    }

    @Test
    void aPathEntersEachElementOfAnArray() throws Exception {
        assertThat(select("payload.list.max")).isEqualTo("{\"payload\":{\"list\":[{\"max\":1},{},{}]}}");
        assertThat(ignore("payload.list.min", "topic", "properties"))
                .isEqualTo("{\"payload\":{\"list\":[{\"max\":1},{},3],\"humidity\":[]}}");
    }

    @Test
    void digitsAreAnIndexInAnArray() throws Exception {
        assertThat(select("payload.list.2", "payload.list.0.min"))
                .isEqualTo("{\"payload\":{\"list\":[{\"min\":0},3]}}");
        assertThat(ignore("payload.list.0", "payload.list.1.min", "topic", "properties"))
                .isEqualTo("{\"payload\":{\"list\":[{},3],\"humidity\":[]}}");
    }

    @Property
    void selectingTwiceOrIgnoringTwiceIsLikeOnce(
            @ForAll("records") Map<String, Object> record, @ForAll("paths") List<DotPath> paths) {
        for (Projection projection : List.of(new Projection(paths, List.of()), new Projection(List.of(), paths))) {
            JsonNode once = projection.of(Trees.node(record));
            assertThat(projection.of(once)).isEqualTo(once);
        }
    }

    @Property
    void whatIsIgnoredIsNotFoundAnyMore(
            @ForAll("records") Map<String, Object> record, @ForAll("paths") List<DotPath> paths) {
        JsonNode rest = new Projection(List.of(), paths).of(Trees.node(record));
        assertThat(paths).noneMatch(path -> Projection.finds(path, rest));
    }

    @Property
    void whatIsSelectedIsFoundLikeBefore(
            @ForAll("records") Map<String, Object> record, @ForAll("paths") List<DotPath> paths) {
        JsonNode whole = Trees.node(record);
        JsonNode kept = new Projection(paths, List.of()).of(whole);
        assertThat(paths).allMatch(path -> Projection.finds(path, whole) == Projection.finds(path, kept));
    }

    @Property
    void theOrderOfPathsDoesNotMatter(
            @ForAll("records") Map<String, Object> record, @ForAll("paths") List<DotPath> paths) {
        JsonNode whole = Trees.node(record);
        assertThat(new Projection(paths.reversed(), paths).of(whole))
                .isEqualTo(new Projection(paths, paths.reversed()).of(whole));
        assertThat(new Projection(paths.reversed(), List.of()).of(whole))
                .isEqualTo(new Projection(paths, List.of()).of(whole));
    }

    @Property
    void withoutPathsNothingChanges(@ForAll("records") Map<String, Object> record) {
        JsonNode whole = Trees.node(record);
        assertThat(new Projection(List.of(), List.of()).of(whole)).isEqualTo(whole);
    }

    @Provide
    Arbitrary<Map<String, Object>> records() {
        return Trees.objects();
    }

    /** Keys only: indexes shift when elements go, so that these laws do not hold for them. */
    @Provide
    Arbitrary<List<DotPath>> paths() {
        return Arbitraries.of("a", "b", "c")
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(DotPath::new)
                .list()
                .ofMaxSize(3);
    }
}
