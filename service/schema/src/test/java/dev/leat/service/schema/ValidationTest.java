package dev.leat.service.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.Confirmation;
import dev.leat.dataflow.Dataflow;
import dev.leat.dataflow.Egress;
import dev.leat.dataflow.Ingress;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.dataflow.Sink;
import dev.leat.dataflow.Source;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.WorkerOptions;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataModel;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.Snapshot;
import dev.leat.operator.service.SchemaRegistry.Format;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A validation in a dataflow: what conforms goes on untouched, the rest goes to the dead letters with all reasons. */
class ValidationTest {

    private static final RecordSchema SCHEMA = RecordSchema.read(
            "s.json",
            "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"},\"b\":{\"type\":\"string\"}},"
                    + "\"additionalProperties\":{\"type\":\"null\"}}",
            Format.JSON_SCHEMA);

    private final List<Record> passed = new ArrayList<>();
    private final List<Record> letters = new ArrayList<>();

    private static Message message(String payload) {
        return Message.of(new Timestamp(1000, 0, "t").toDataTimestamp(), "oven", Bytes.utf8(payload));
    }

    private void run(DataModel... values) throws InterruptedException {
        Dataflow dataflow = Dataflow.builder("test")
                .source("source", () -> new Once(List.of(values)))
                .operator("validate", () -> Validation.operator("oven:1", SCHEMA))
                .sink("sink", () -> new Collecting(passed))
                .connect("source", "", "validate")
                .connect("validate", "", "sink")
                .deadLetters("letters", () -> new Collecting(letters))
                .build();
        try (RunningDataflow running = RunningDataflow.start(dataflow, WorkerOptions.DEFAULT.withFaults(fault -> {}))) {
            running.await();
        }
    }

    private String reason() {
        return ((Message) letters.getFirst().value()).property("leat-reason").orElseThrow();
    }

    @Test
    void whatConformsGoesOnAsItIs() throws InterruptedException {
        Message good = message("{\"a\": 1}");
        run(good, Bytes.utf8("{\"b\": \"x\"}"));
        assertThat(passed).extracting(Record::value).containsExactly(good, Bytes.utf8("{\"b\": \"x\"}"));
        assertThat(letters).isEmpty();
    }

    @Test
    void whatDoesNotConformIsADeadLetterWithAllItsViolations() throws InterruptedException {
        run(message("{\"a\": 1.5, \"b\": 2, \"c\": 3}"));
        assertThat(passed).isEmpty();
        assertThat(reason())
                .startsWith("LEAT-SCHEMA-011: the record does not conform to schema oven:1, 3 violations: ")
                .contains("/a: ", "/b: ", "/c: ");
    }

    @Test
    void thousandsOfViolationsAreCountedAndAsManyToldAsThereIsRoomFor() throws InterruptedException {
        StringBuilder payload = new StringBuilder("{\"a\": 1");
        for (int i = 0; i < 5000; i++) {
            payload.append(",\"field-").append(i).append("\": 1");
        }
        run(message(payload.append('}').toString()));
        assertThat(reason())
                .contains("5000 violations")
                .matches("(?s).*; and \\d+ more$")
                .hasSizeLessThan(4096);
    }

    @Test
    void payloadsThatAreNoJsonAreDeadLetters() throws InterruptedException {
        run(
                message(""),
                message("{"),
                message("{} {}"),
                message("1e99999999999"),
                message("{\"a\": 1e999999}"),
                Bytes.of(new byte[] {(byte) 0xff, 0}),
                new Snapshot(new Timestamp(1, 0, "t").toDataTimestamp(), "rgb24", 1, 1, Bytes.utf8("abc")));
        assertThat(passed).isEmpty();
        assertThat(letters).hasSize(7);
    }

    @Test
    void hostileNestingLosesTheRecordAlone() throws InterruptedException {
        Message good = message("{}");
        run(message("[".repeat(100_000)), good);
        assertThat(letters).hasSize(1);
        assertThat(passed).extracting(Record::value).containsExactly(good);
    }

    private record Once(List<DataModel> values) implements Source {
        @Override
        public void start(Ingress ingress) {
            Thread.ofVirtual().start(() -> {
                try {
                    for (DataModel value : values) {
                        ingress.put(new Timestamp(1000, 0, "t"), value, () -> {});
                    }
                    ingress.end();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    private record Collecting(List<Record> records) implements Sink {
        @Override
        public void start(Egress egress) {}

        @Override
        public boolean offer(Record record, Confirmation confirmation) {
            records.add(record);
            confirmation.done();
            return true;
        }
    }
}
