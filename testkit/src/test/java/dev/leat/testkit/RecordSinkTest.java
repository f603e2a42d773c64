package dev.leat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.leat.dataflow.Egress;
import dev.leat.dataflow.state.State;
import dev.leat.dataflow.state.StateReader;
import dev.leat.dataflow.state.StateWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordSinkTest {

    private static final Egress NOBODY = new Egress() {
        @Override
        public void wake() {}

        @Override
        public void fail(Throwable reason) {}
    };

    @TempDir
    private Path directory;

    private static StateReader length(long bytes) throws IOException {
        StateWriter writer = new StateWriter();
        writer.writeLong(bytes);
        return new StateReader(writer.toByteArray());
    }

    @Test
    void aFileIsEmptiedAtTheStartAndNotBefore() throws IOException {
        Path file = Files.writeString(directory.resolve("out.jsonl"), "0123456789");
        RecordSink sink = RecordSink.toFile(file);
        assertThat(file).hasContent("0123456789");
        sink.start(NOBODY);
        sink.close();

        assertThat(file).isEmptyFile();
    }

    @Test
    void whatARestoreWouldCutIsThereUntilTheStart() throws IOException {
        Path file = Files.writeString(directory.resolve("out.jsonl"), "0123456789");
        RecordSink sink = RecordSink.toFile(file);
        sink.restore(length(4));
        assertThat(file).hasContent("0123456789");
        sink.start(NOBODY);
        sink.close();

        assertThat(file).hasContent("0123");
    }

    @Test
    void aFileShorterThanItsCheckpointIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("out.jsonl"), "0123456789");
        RecordSink sink = RecordSink.toFile(file);

        assertThatThrownBy(() -> sink.restore(length(11)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("10 bytes");
        sink.close();
    }

    @Test
    void aDeviceHasNothingToGoBackIn() throws IOException {
        Path device = Path.of("/dev/null");
        assumeTrue(Files.exists(device) && !Files.isRegularFile(device));
        RecordSink sink = RecordSink.toFile(device);
        sink.restore(length(4));
        sink.start(NOBODY);

        assertThat(sink.save()).isSameAs(State.NONE);
        sink.close();
    }
}
