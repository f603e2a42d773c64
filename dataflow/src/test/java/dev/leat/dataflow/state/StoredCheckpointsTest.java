package dev.leat.dataflow.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Checkpoints come back as they were written, or not at all. */
final class StoredCheckpointsTest {

    private static final String FIRST = "checkpoint-000000000001.leat";
    private static final String SECOND = "checkpoint-000000000002.leat";

    private final MemoryStorage storage = new MemoryStorage();
    private final List<String> endings = new ArrayList<>();
    private final StoredCheckpoints checkpoints = new StoredCheckpoints(storage, Runnable::run, () -> {});

    private void write(long number, String content) {
        write(number, writer -> writer.writeText(content));
    }

    private void write(long number, State state) {
        write(checkpoints, number, state);
    }

    private void write(StoredCheckpoints checkpoints, long number, State state) {
        checkpoints.write(number, state, new CheckpointStore.Completion() {
            @Override
            public void durable() {
                endings.add(number + " durable");
            }

            @Override
            public void failed(IOException reason) {
                endings.add(number + " failed: " + reason.getMessage());
            }
        });
    }

    private static String text(CheckpointStore.Stored stored) throws IOException {
        return new StateReader(stored.content()).readText();
    }

    private byte[] file(String name) {
        byte[] bytes = storage.files.get(name);
        assertThat(bytes).as(name).isNotNull();
        return bytes;
    }

    @Test
    void whereNothingWasWrittenThereIsNone() throws IOException {
        assertThat(checkpoints.latest()).isEmpty();
    }

    @Test
    void theLatestComesBackWithItsNumberAndPlace() throws IOException {
        write(1, "one");
        write(2, "two");
        assertThat(checkpoints.latest()).hasValueSatisfying(stored -> {
            assertThat(stored.number()).isEqualTo(2);
            assertThat(stored.place()).isEqualTo("state/" + SECOND);
            assertThat(stored.content()).isEqualTo(storedText("two"));
        });
        assertThat(endings).containsExactly("1 durable", "2 durable");
    }

    private static byte[] storedText(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] stored = new byte[4 + bytes.length];
        stored[3] = (byte) bytes.length;
        System.arraycopy(bytes, 0, stored, 4, bytes.length);
        return stored;
    }

    @Test
    void anEmptyStateIsACheckpointToo() throws IOException {
        write(1, State.NONE);
        assertThat(checkpoints.latest())
                .hasValueSatisfying(stored -> assertThat(stored.content()).isEmpty());
    }

    @Test
    void aFileGetsItsNameWhenItIsWhole() {
        write(1, "one");
        assertThat(storage.calls)
                .startsWith("write " + FIRST + ".unfinished", "rename " + FIRST + ".unfinished to " + FIRST);
    }

    @Test
    void theOneBeforeTheLatestIsKeptAndOlderOnesGo() throws IOException {
        for (int number = 1; number <= 5; number++) {
            write(number, "content " + number);
        }
        assertThat(storage.files.keySet())
                .containsExactly("checkpoint-000000000004.leat", "checkpoint-000000000005.leat");
        storage.files.remove("checkpoint-000000000005.leat");
        assertThat(text(checkpoints.latest().orElseThrow())).isEqualTo("content 4");
    }

    @Test
    void aFileThatIsDamagedAtAnyByteIsRefusedAndNotPassedOver() {
        write(1, "one");
        write(2, "the content");
        byte[] whole = file(SECOND);
        for (int at = 0; at < whole.length; at++) {
            for (int flip : new int[] {1, 0x80, 0xFF}) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) flip;
                storage.files.put(SECOND, damaged);
                assertThatThrownBy(checkpoints::latest)
                        .as("byte %d", at)
                        .isInstanceOf(IOException.class)
                        .hasMessageStartingWith("state/" + SECOND + " ")
                        .hasMessageEndingWith(
                                "; delete it to go on from " + FIRST + ", without what was acknowledged since");
            }
        }
    }

    @Test
    void aFileThatEndsTooSoonOrTooLateIsRefused() {
        write(1, "the content");
        byte[] whole = file(FIRST);
        for (int length = 0; length < whole.length; length++) {
            storage.files.put(FIRST, Arrays.copyOf(whole, length));
            assertThatThrownBy(checkpoints::latest)
                    .as("%d bytes", length)
                    .isInstanceOf(IOException.class)
                    .hasMessageEndingWith("; there is none before it; delete it to begin anew");
        }
        storage.files.put(FIRST, Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(checkpoints::latest)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is damaged: it should have 15 bytes of content and has 16");
    }

    @Test
    void aForeignFileIsCalledWhatItIs() {
        storage.files.put(FIRST, "PK\u0003\u0004 an archive of something".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(checkpoints::latest)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("state/" + FIRST + " is no checkpoint of Leat;");
    }

    @Test
    void anotherVersionIsNamed() {
        write(1, "one");
        byte[] later = file(FIRST);
        later[9] = 2;
        assertThatThrownBy(checkpoints::latest)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has version 2 of the form; this Leat reads version 1");
    }

    @Test
    void aRenamedFileIsRefused() {
        write(1, "one");
        storage.files.put(SECOND, file(FIRST));
        assertThatThrownBy(checkpoints::latest)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holds checkpoint 1, not 2: it was renamed");
    }

    @Test
    void unfinishedAndOtherFilesAreNoCheckpoints() throws IOException {
        write(1, "one");
        storage.files.put(SECOND + ".unfinished", new byte[7]);
        storage.files.put("notes.txt", new byte[7]);
        storage.files.put("checkpoint-x.leat", new byte[7]);
        storage.files.put("checkpoint-9999999999999999999.leat", new byte[7]);
        assertThat(text(checkpoints.latest().orElseThrow())).isEqualTo("one");
    }

    @Test
    void whatAnEarlierWriteLeftUnfinishedGoesWithTheNext() {
        storage.failing.add("rename " + FIRST + ".unfinished to " + FIRST);
        storage.failing.add("delete " + FIRST + ".unfinished");
        write(1, "one");
        assertThat(storage.files.keySet()).containsExactly(FIRST + ".unfinished");
        storage.failing.clear();
        write(2, "two");
        assertThat(storage.files.keySet()).containsExactly(SECOND);
    }

    @Test
    void whatAFailedWriteTookOfTheDiskIsGivenBackAtOnce() {
        storage.failing.add("rename " + FIRST + ".unfinished to " + FIRST);
        write(1, "one");
        assertThat(storage.files).isEmpty();
    }

    @Test
    void aWriteThatFailsSaysSoAndLeavesTheOneBefore() throws IOException {
        write(1, "one");
        storage.failing.add("write " + SECOND + ".unfinished");
        write(2, "two");
        assertThat(endings).containsExactly("1 durable", "2 failed: cannot write " + SECOND + ".unfinished");
        assertThat(text(checkpoints.latest().orElseThrow())).isEqualTo("one");
    }

    @Test
    void aStateThatCannotBeWrittenFailsItsCheckpoint() {
        write(1, writer -> {
            throw new IllegalStateException("torn");
        });
        assertThat(endings)
                .containsExactly("1 failed: the checkpoint cannot be written: java.lang.IllegalStateException: torn");
        assertThat(storage.files).isEmpty();
    }

    @Test
    void whateverAStateThrowsFailsItsCheckpoint() {
        List<Error> thrown = List.of(
                new StackOverflowError(),
                new OutOfMemoryError("heap"),
                new NoClassDefFoundError("x"),
                new Error("own"));
        for (Error error : thrown) {
            endings.clear();
            write(1, writer -> {
                throw error;
            });
            assertThat(endings).containsExactly("1 failed: the checkpoint cannot be written: " + error);
        }
        write(2, "two");
        assertThat(endings).endsWith("2 durable");
    }

    @Test
    void anExecutorThatTakesNothingFailsTheCheckpoint() {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        StoredCheckpoints closed = new StoredCheckpoints(storage, executor, executor::shutdown);
        closed.close();
        write(closed, 1, State.NONE);
        Executor withoutThreads = work -> {
            throw new OutOfMemoryError("unable to create native thread");
        };
        write(new StoredCheckpoints(storage, withoutThreads, () -> {}), 2, State.NONE);
        assertThat(endings).hasSize(2);
        assertThat(endings.getFirst())
                .startsWith("1 failed: the checkpoint cannot be written: "
                        + "java.util.concurrent.RejectedExecutionException");
        assertThat(endings.getLast())
                .isEqualTo("2 failed: the checkpoint cannot be written: "
                        + "java.lang.OutOfMemoryError: unable to create native thread");
        assertThat(storage.files).isEmpty();
    }

    @Test
    void whatIsLargerThanAFileMayBeFailsBeforeAnythingIsWritten() throws IOException {
        StoredCheckpoints small = new StoredCheckpoints(storage, Runnable::run, () -> {}, 10);
        write(small, 1, writer -> writer.writeText("123456"));
        write(small, 2, writer -> writer.writeText("1234567"));
        write(small, 3, writer -> writer.writeSection(inner -> inner.writeLong(1)));
        assertThat(endings)
                .containsExactly(
                        "1 durable",
                        "2 failed: there are more than 10 bytes of state, the most that a checkpoint holds; "
                                + "shorter windows keep less",
                        "3 failed: there are more than 10 bytes of state, the most that a checkpoint holds; "
                                + "shorter windows keep less");
        assertThat(storage.files.keySet()).containsExactly(FIRST);
        assertThat(text(checkpoints.latest().orElseThrow())).isEqualTo("123456");
    }

    @Test
    void aFileHasTheDocumentedForm() {
        write(258, writer -> writer.writeInt(7));
        ByteBuffer head = ByteBuffer.allocate(26);
        head.put("LEATCKPT".getBytes(StandardCharsets.US_ASCII));
        head.putShort((short) 1).putLong(258).putInt(4);
        CRC32C sum = new CRC32C();
        sum.update(head.array(), 0, 22);
        sum.update(new byte[] {0, 0, 0, 7});
        head.putInt((int) sum.getValue());
        assertThat(file("checkpoint-000000000258.leat"))
                .startsWith(head.array())
                .endsWith(0, 0, 0, 7)
                .hasSize(30);
    }

    @Test
    void aLargeStateIsHeldOnceWhileItIsWritten() {
        byte[] payload = new byte[1 << 20];
        int payloads = 48;
        State group = writer -> {
            for (int i = 0; i < payloads; i++) {
                writer.writeBytes(payload);
            }
        };
        DiscardingStorage discarding = new DiscardingStorage();
        StoredCheckpoints large = new StoredCheckpoints(discarding, Runnable::run, () -> {});
        State nested = writer -> writer.writeSection(inner -> inner.writeSection(group));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        write(large, 1, nested);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(endings).containsExactly("1 durable");
        long size = (long) payloads * (4 + payload.length);
        assertThat(discarding.written).isEqualTo(26 + 4 + 4 + size);
        assertThat(allocated).isBetween(size, size + size / 10);
    }

    /** Only counts. */
    private static final class DiscardingStorage implements Storage {

        long written;

        @Override
        public String place() {
            return "nowhere";
        }

        @Override
        public List<String> list() {
            return List.of();
        }

        @Override
        public byte[] read(String name) throws IOException {
            throw new NoSuchFileException(name);
        }

        @Override
        public void write(String name, List<ByteBuffer> content) {
            content.forEach(part -> written += part.remaining());
        }

        @Override
        public void rename(String from, String to) {}

        @Override
        public void delete(String name) {}
    }

    @Test
    void anOldOneThatCannotBeDeletedFailsNothing() {
        storage.failing.add("delete " + FIRST);
        write(1, "one");
        write(2, "two");
        write(3, "three");
        assertThat(endings).containsExactly("1 durable", "2 durable", "3 durable");
        storage.failing.clear();
        write(4, "four");
        assertThat(storage.files.keySet())
                .containsExactly("checkpoint-000000000003.leat", "checkpoint-000000000004.leat");
    }
}
