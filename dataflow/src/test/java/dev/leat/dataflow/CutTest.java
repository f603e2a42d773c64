package dev.leat.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.Origin;
import dev.leat.dataflow.state.State;
import dev.leat.dataflow.state.StateReader;
import dev.leat.dataflow.state.StateWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a checkpoint keeps of records on their way to sinks. */
final class CutTest {

    private static final Timestamp TIME = new Timestamp(1_000, 2, "node");

    private static final Origin ORIGIN = new Origin(
            Bytes.utf8("line/1"), true, 5_000, Optional.of(Bytes.utf8("answers")), Optional.of(Bytes.of(new byte[] {
                1, 0, 2
            })));

    private static byte[] written(Origin... origins) throws IOException {
        List<Record> pending = Arrays.stream(origins)
                .map(origin -> new Record(TIME, Bytes.utf8("value"), Receipt.unacknowledged(), origin))
                .toList();
        StateWriter writer = new StateWriter();
        new Cut(
                        "graph",
                        List.of(),
                        List.of(),
                        List.of(
                                new Cut.OfSink("empty", State.NONE, List.of()),
                                new Cut.OfSink("out", State.NONE, pending)))
                .write(writer);
        return writer.toByteArray();
    }

    private static List<Origin> origins(byte[] cut) throws IOException {
        return Cut.read(new StateReader(cut)).sinks().get("out").pending().stream()
                .map(Record::origin)
                .toList();
    }

    @Test
    void aRecordOnItsWayToASinkKeepsItsOrigin() throws IOException {
        assertThat(origins(written(ORIGIN, Origin.NONE))).containsExactly(ORIGIN, Origin.NONE);
    }

    @Test
    void aCheckpointOfAReleaseWithoutOriginsIsRead() throws IOException {
        byte[] now = written(Origin.NONE);
        // An origin without anything: an empty topic's length, the retain flag, the expiry, and two that are not there.
        byte[] earlier = Arrays.copyOf(now, now.length - (4 + 1 + 8 + 1 + 1));
        assertThat(origins(earlier)).containsExactly(Origin.NONE);
    }
}
