package dev.leat.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How far a record's origin goes. */
final class OriginTest {

    private static final Origin ORIGIN =
            new Origin(Bytes.utf8("line/1"), true, 5_000, Optional.empty(), Optional.of(Bytes.utf8("7")));

    private static List<Origin> through(Dataflow.Builder builder) throws Exception {
        List<Origin> arrived = new ArrayList<>();
        builder.source("in", () -> new Source() {
            @Override
            public void start(Ingress ingress) {
                ingress.offer(new Timestamp(1_000, 0, "node"), Bytes.utf8("a"), ORIGIN, () -> {});
                ingress.end();
            }
        });
        builder.sink("out", () -> new Sink() {
            @Override
            public void start(Egress egress) {}

            @Override
            public boolean offer(Record record, Confirmation confirmation) {
                arrived.add(record.origin());
                confirmation.done();
                return true;
            }
        });
        try (RunningDataflow running = RunningDataflow.start(
                builder.connect("in", "work").connect("work", "out").build(), WorkerOptions.DEFAULT)) {
            running.await();
        }
        return arrived;
    }

    @Test
    void itFollowsTheRecordThroughAnOperatorThatAnswersRecordsOneByOne() throws Exception {
        assertThat(through(Dataflow.builder("one by one")
                        .operator("work", () -> Operators.map(value -> Bytes.utf8("another")))))
                .containsExactly(ORIGIN);
    }

    @Test
    void theResultOfAGroupHasNone() throws Exception {
        assertThat(through(Dataflow.builder("group")
                        .operator(
                                "work",
                                () -> Operators.accumulate(
                                        (staged, group) -> group.getFirst(), AccumulateLimits.DEFAULT))))
                .containsExactly(Origin.NONE);
    }
}
