package dev.leat.endpoint.otel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.dataflow.data.Origin;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages that are lost, each by itself, and what is said about them. */
final class InvalidMessagesTest {

    private static String metric(String fields) {
        return "{\"metrics\":[{" + fields + "}]}";
    }

    private static String log(String fields) {
        return "{\"logs\":[{" + fields + "}]}";
    }

    private static String counter(String more) {
        return metric("\"name\":\"n\",\"type\":\"u64_counter\",\"value\":1," + more);
    }

    private static String attributes(String list) {
        return counter("\"attributes\":" + list);
    }

    static Stream<Arguments> invalid() {
        return Stream.of(
                Arguments.of("", "the payload must be an object, not nothing"),
                Arguments.of("nonsense", "the payload is no JSON"),
                Arguments.of("{\"metrics\":[", "the payload is no JSON"),
                Arguments.of("[]", "the payload must be an object, not a list"),
                Arguments.of("{}", "there are neither metrics nor logs"),
                Arguments.of("{\"metrics\":null}", "there are neither metrics nor logs"),
                Arguments.of("{\"metrics\":[]} {}", "there is more behind the object"),
                Arguments.of("{\"metrics\":{}}", "metrics must be a list, not an object"),
                Arguments.of("{\"logs\":\"text\"}", "logs must be a list, not a text"),
                Arguments.of("{\"metrics\":[1]}", "metrics[0] must be an object, not a number"),
                Arguments.of("{\"metrics\":[{}]}", "metrics[0].name is missing"),
                Arguments.of(metric("\"name\":\"n\",\"value\":1"), "metrics[0].type is missing"),
                Arguments.of(metric("\"name\":\"n\",\"type\":\"f64_gauge\""), "metrics[0].value is missing"),
                Arguments.of(
                        metric("\"name\":\"n\",\"type\":\"f64_gauge\",\"value\":null"), "metrics[0].value is missing"),
                Arguments.of(Feed.metric("", "f64_gauge", "1"), "metrics[0].name is empty"),
                Arguments.of(
                        Feed.metric("n".repeat(256), "f64_gauge", "1"), "metrics[0].name has more than 255 characters"),
                Arguments.of(
                        metric("\"name\":5,\"type\":\"f64_gauge\",\"value\":1"),
                        "metrics[0].name must be a text, not a number"),
                Arguments.of(
                        Feed.metric("n", "counter", "1"),
                        "metrics[0].type 'counter' is none of u64_counter, f64_counter"),
                Arguments.of(
                        metric("\"name\":\"n\",\"metric_type\":\"U64_COUNTER\",\"value\":1"),
                        "metrics[0].metric_type 'U64_COUNTER' is none of"),
                Arguments.of(
                        Feed.metric("n", "u64_counter", "-1"),
                        "metrics[0].value must not be negative in a u64_counter"),
                Arguments.of(Feed.metric("n", "f64_counter", "-0.5"), "must not be negative in a f64_counter"),
                Arguments.of(Feed.metric("n", "u64_gauge", "-1"), "must not be negative in a u64_gauge"),
                Arguments.of(Feed.metric("n", "u64_histogram", "-1"), "must not be negative in a u64_histogram"),
                Arguments.of(Feed.metric("n", "f64_histogram", "-1"), "must not be negative in a f64_histogram"),
                Arguments.of(Feed.metric("n", "u64_counter", "1.5"), "must be a whole number in a u64_counter"),
                Arguments.of(Feed.metric("n", "i64_gauge", "-1.5"), "must be a whole number in a i64_gauge"),
                Arguments.of(Feed.metric("n", "u64_counter", "18446744073709551615"), "beyond the whole numbers"),
                Arguments.of(Feed.metric("n", "i64_gauge", "1e300"), "beyond the whole numbers of a i64_gauge"),
                Arguments.of(Feed.metric("n", "f64_gauge", "1e999"), "metrics[0].value is beyond what a number can be"),
                Arguments.of(Feed.metric("n", "f64_gauge", "NaN"), "the payload is no JSON"),
                Arguments.of(Feed.metric("n", "f64_gauge", "\"1\""), "metrics[0].value must be a number, not a text"),
                Arguments.of(
                        Feed.metric("n", "f64_gauge", "true"), "metrics[0].value must be a number, not true or false"),
                Arguments.of(counter("\"description\":[]"), "metrics[0].description must be a text, not a list"),
                Arguments.of(
                        counter("\"description\":\"" + "d".repeat(1024) + "\""),
                        "metrics[0].description has more than 1023 characters"),
                Arguments.of(counter("\"timestamp\":\"now\""), "metrics[0].timestamp must be nanoseconds"),
                Arguments.of(counter("\"timestamp\":1.5"), "metrics[0].timestamp must be nanoseconds"),
                Arguments.of(counter("\"timestamp\":-1"), "metrics[0].timestamp must be nanoseconds"),
                Arguments.of(counter("\"timestamp\":18446744073709551615"), "metrics[0].timestamp must be nanoseconds"),
                Arguments.of(attributes("{\"a\":\"b\"}"), "metrics[0].attributes must be a list, not an object"),
                Arguments.of(attributes("[\"a\"]"), "metrics[0].attributes[0] must be an object, not a text"),
                Arguments.of(attributes("[{\"value\":\"b\"}]"), "metrics[0].attributes[0].key is missing"),
                Arguments.of(attributes("[{\"key\":\"\",\"value\":\"b\"}]"), "metrics[0].attributes[0].key is empty"),
                Arguments.of(attributes("[{\"key\":\"a\"}]"), "metrics[0].attributes[0].value is missing"),
                Arguments.of(
                        attributes("[{\"key\":\"a\",\"value\":5}]"),
                        "metrics[0].attributes[0].value must be a text, not a number"),
                Arguments.of(counter("\"unit\":5"), "metrics[0].unit must be a text, not a number"),
                Arguments.of(
                        counter("\"unit\":\"" + "u".repeat(64) + "\""), "metrics[0].unit has more than 63 characters"),
                Arguments.of(
                        attributes(IntStream.range(0, 129)
                                .mapToObj(number -> "{\"key\":\"a" + number + "\",\"value\":\"b\"}")
                                .toList()
                                .toString()),
                        "metrics[0].attributes[128] is one too many: there may be 128"),
                Arguments.of(
                        attributes("[{\"key\":\"a\",\"value\":\"" + "b".repeat(8192) + "\"}]"),
                        "metrics[0].attributes have more than 8192 characters together"),
                Arguments.of(
                        "{\"logs\":[" + "{\"value\":\"x\",\"level\":\"info\"},".repeat(100_000) + "{}]}",
                        "logs[100000] is one too many: there may be 100000"),
                Arguments.of(log("\"level\":\"info\""), "logs[0].value is missing"),
                Arguments.of(log("\"value\":\"x\""), "logs[0].level is missing"),
                Arguments.of(log("\"value\":5,\"level\":\"info\""), "logs[0].value must be a text, not a number"),
                Arguments.of(
                        log("\"value\":\"x\",\"level\":\"loud\""),
                        "logs[0].level 'loud' is none of trace, debug, info, warn, error, fatal"),
                Arguments.of(
                        log("\"value\":\"x\",\"level\":\"info\",\"attributes\":[{\"key\":\"a\",\"value\":null}]"),
                        "logs[0].attributes[0].value must be a text, not null"),
                Arguments.of(
                        "{\"metrics\":[{\"name\":\"n\",\"type\":\"u64_gauge\",\"value\":1},"
                                + "{\"name\":\"n\",\"type\":\"i64_gauge\",\"value\":1}]}",
                        "metrics[1].type is i64_gauge, but 'n' was a u64_gauge before"));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void isNamed(String payload, String expected) throws Exception {
        Instruments instruments = new Instruments(10);
        assertThatThrownBy(() -> instruments.check(PayloadReader.read(payload.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining(expected);
    }

    /** Whatever comes, it is read or refused. */
    @Property(tries = 500)
    void noPayloadDoesAnythingElse(@ForAll @StringLength(max = 40) String text) {
        String inside = text.replace("\\", "\\\\").replace("\"", "\\\"");
        for (String payload : new String[] {text, "{\"metrics\":[" + text, Feed.metric(inside, "f64_gauge", "1")}) {
            try {
                assertThat(PayloadReader.read(payload.getBytes(StandardCharsets.UTF_8)))
                        .isNotNull();
            } catch (InvalidMessageException refused) {
                assertThat(refused.getMessage()).isNotBlank().doesNotContain("\n");
            }
        }
    }

    @Test
    void deepNestingIsRefused() {
        String payload = "{\"other\":" + "[".repeat(100_000);
        assertThatThrownBy(() -> PayloadReader.read(payload.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining("the payload is no JSON");
    }

    @Test
    void anInvalidMessageFailsByItselfAndAllOfIt() throws Exception {
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector)) {
            feed.batch(
                    Feed.metric("made", "u64_counter", "1"),
                    "{\"metrics\":[{\"name\":\"made\",\"type\":\"u64_counter\",\"value\":10},{\"name\":\"other\"}],"
                            + "\"logs\":[{\"value\":\"x\",\"level\":\"info\"}]}",
                    Feed.metric("made", "f64_counter", "1"),
                    Feed.metric("made", "u64_counter", "2"));
            assertThat(feed.done).hasValue(2);
            assertThat(feed.failed)
                    .hasSize(2)
                    .allSatisfy(reason -> assertThat(reason)
                            .isInstanceOf(OtelEndpointException.class)
                            .hasMessageStartingWith(
                                    OtelError.MESSAGE_INVALID.code() + ": a message of 'in' cannot be sent: "));
            assertThat(feed.failed)
                    .extracting(Throwable::getMessage)
                    .anyMatch(message ->
                            message.contains("metrics[0].type is f64_counter, but 'made' was a u64_counter before"));
            assertThat(collector.nextMetric().getSum().getDataPoints(0).getAsInt())
                    .isEqualTo(3);
            assertThat(collector.logs).isEmpty();
        }
    }

    @Test
    void thereAreNoMoreSeriesThanThereMayBe() throws Exception {
        String start = "{\"metrics\":[{\"name\":\"made\",\"type\":\"u64_counter\",\"value\":1,\"attributes\":[";
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector.plain(), Feed.LATE.withMaxSeries(2))) {
            feed.batch(
                    start + "{\"key\":\"id\",\"value\":\"1\"}]}]}",
                    start + "{\"key\":\"id\",\"value\":\"2\"}]}]}",
                    start + "{\"key\":\"id\",\"value\":\"3\"}]}]}",
                    start + "{\"key\":\"id\",\"value\":\"1\"}]}]}",
                    Feed.metric("level", "i64_gauge", "1"),
                    Feed.metric("third", "i64_gauge", "1"));
            assertThat(feed.done).hasValue(4);
            assertThat(feed.failed)
                    .extracting(Throwable::getMessage)
                    .allMatch(message -> message.startsWith(OtelError.TOO_MANY_SERIES.code()))
                    .satisfiesExactly(
                            one -> assertThat(one).contains("'made'", "there are 2 series already"),
                            two -> assertThat(two).contains("'third'", "there are 2 metrics already"));
        }
    }

    @Test
    void aLineThatNoExportCanHoldIsRefused() throws Exception {
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector.plain(), Feed.LATE.withMaxRequestBytes(1 << 16))) {
            feed.batch(Feed.log("x".repeat(70_000)), Feed.log("short"));
            assertThat(feed.failed)
                    .hasSize(1)
                    .first()
                    .satisfies(
                            reason -> assertThat(reason).hasMessageContaining("logs[0] does not fit into an export"));
            assertThat(TestCollector.lines(collector.nextLogs())).hasSize(1);
        }
    }

    @Test
    void whatHasExpiredIsDroppedAndConfirmed() throws Exception {
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector)) {
            feed.sink.offer(Feed.record(Feed.log("old"), System.currentTimeMillis() - 1), feed);
            feed.sink.offer(Feed.record(Feed.log("new"), System.currentTimeMillis() + 3_600_000), feed);
            feed.sink.offer(Feed.record(Feed.log("for ever"), Origin.NEVER), feed);
            feed.sink.drain();
            feed.awaitAnswered(3);
            assertThat(feed.done).hasValue(3);
            assertThat(feed.sink.expired()).isEqualTo(1);
            assertThat(TestCollector.lines(collector.nextLogs()))
                    .extracting(line -> line.getBody().getStringValue())
                    .containsExactly("new", "for ever");
        }
    }
}
