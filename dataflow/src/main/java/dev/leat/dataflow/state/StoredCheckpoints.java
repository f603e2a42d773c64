package dev.leat.dataflow.state;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoints as files of a {@link Storage}: each is written under another name, forced to the disk, and renamed when it
 * is whole. The one before the latest is kept.
 *
 * <p>A file holds {@code LEATCKPT}, the form's version (2 bytes, big-endian as all numbers), the checkpoint's number (8),
 * the length of its content (4), a CRC-32C of all before it and the content (4), and the content.
 *
 * <p>A damaged latest checkpoint is never passed over in silence: what came after the one before it was acknowledged, and
 * would be lost.
 */
public final class StoredCheckpoints implements CheckpointStore {

    /** The form's version. */
    public static final int VERSION = 1;

    private static final Logger LOG = LoggerFactory.getLogger(StoredCheckpoints.class);

    private static final byte[] MAGIC = "LEATCKPT".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 8 + 2 + 8 + 4 + 4;
    private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{1,18})\\.leat");
    private static final String UNFINISHED = ".unfinished";
    private static final int KEPT = 2;

    /** A file is read into one array. */
    private static final int MOST = StateWriter.MOST - HEADER;

    private final Storage storage;
    private final Executor executor;
    private final Runnable closing;
    private final long most;

    /**
     * @param executor runs each write; what it runs may block
     * @param closing waits for the executor's work and ends it
     */
    public StoredCheckpoints(Storage storage, Executor executor, Runnable closing) {
        this(storage, executor, closing, MOST);
    }

    /** @param most how many bytes of content a checkpoint may have */
    StoredCheckpoints(Storage storage, Executor executor, Runnable closing, long most) {
        this.storage = storage;
        this.executor = executor;
        this.closing = closing;
        this.most = most;
    }

    @Override
    public Optional<Stored> latest() throws IOException {
        List<Long> numbers = numbers();
        if (numbers.isEmpty()) {
            return Optional.empty();
        }
        long number = numbers.getLast();
        String place = storage.place() + "/" + name(number);
        try {
            return Optional.of(new Stored(number, place, content(number, storage.read(name(number)))));
        } catch (IOException unusable) {
            String before = numbers.size() < 2
                    ? "there is none before it; delete it to begin anew"
                    : "delete it to go on from " + name(numbers.get(numbers.size() - 2))
                            + ", without what was acknowledged since";
            throw new IOException(place + " " + unusable.getMessage() + "; " + before, unusable);
        }
    }

    private static byte[] content(long number, byte[] file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(file);
        byte[] magic = new byte[MAGIC.length];
        if (file.length < MAGIC.length) {
            throw new EOFException("is no checkpoint of Leat: it has " + file.length + " bytes");
        }
        in.get(magic);
        if (!java.util.Arrays.equals(magic, MAGIC)) {
            throw new IOException("is no checkpoint of Leat");
        }
        if (file.length < HEADER) {
            throw new EOFException("is damaged: it ends after " + file.length + " bytes");
        }
        int version = in.getShort();
        if (version != VERSION) {
            throw new IOException("has version " + version + " of the form; this Leat reads version " + VERSION);
        }
        long named = in.getLong();
        int length = in.getInt();
        int checksum = in.getInt();
        if (length != in.remaining()) {
            throw new EOFException(
                    "is damaged: it should have " + length + " bytes of content and has " + in.remaining());
        }
        if (checksum
                != checksum(ByteBuffer.wrap(file, 0, HEADER - 4), List.of(ByteBuffer.wrap(file, HEADER, length)))) {
            throw new IOException("is damaged: its checksum does not fit its content");
        }
        if (named != number) {
            throw new IOException("holds checkpoint " + named + ", not " + number + ": it was renamed");
        }
        byte[] content = new byte[length];
        in.get(content);
        return content;
    }

    private static int checksum(ByteBuffer head, List<ByteBuffer> content) {
        CRC32C sum = new CRC32C();
        sum.update(head.duplicate());
        content.forEach(part -> sum.update(part.duplicate()));
        return (int) sum.getValue();
    }

    @Override
    public void write(long number, State content, Completion completion) {
        AtomicBoolean begun = new AtomicBoolean();
        try {
            executor.execute(() -> {
                if (!begun.getAndSet(true)) {
                    complete(number, content, completion);
                }
            });
        } catch (Throwable thrown) {
            // The executor was shut down, or has no thread. What the completion throws is not ours.
            if (begun.getAndSet(true)) {
                throw thrown;
            }
            completion.failed(failure(thrown));
        }
    }

    /** Whatever a state throws, the worker must hear of it: it waits for this write before it begins another. */
    private void complete(long number, State content, Completion completion) {
        try {
            writeNow(number, content);
        } catch (IOException failure) {
            completion.failed(failure);
            return;
        } catch (Throwable thrown) {
            completion.failed(failure(thrown));
            return;
        }
        completion.durable();
    }

    private static IOException failure(Throwable thrown) {
        return new IOException("the checkpoint cannot be written: " + thrown, thrown);
    }

    private void writeNow(long number, State state) throws IOException {
        StateWriter writer = new StateWriter(most);
        state.write(writer);
        List<ByteBuffer> content = writer.content();
        ByteBuffer head = ByteBuffer.allocate(HEADER);
        head.put(MAGIC).putShort((short) VERSION).putLong(number).putInt(writer.size());
        head.putInt(checksum(ByteBuffer.wrap(head.array(), 0, HEADER - 4), content));
        List<ByteBuffer> file = new ArrayList<>(content.size() + 1);
        file.add(head.flip());
        file.addAll(content);
        String unfinished = name(number) + UNFINISHED;
        try {
            storage.write(unfinished, file);
            storage.rename(unfinished, name(number));
        } catch (IOException failure) {
            giveBack(unfinished, failure);
            throw failure;
        }
        try {
            clean();
        } catch (IOException another) {
            // What cannot be deleted now goes another time: this checkpoint is durable all the same.
            LOG.debug("{}: an old checkpoint could not be deleted", storage.place(), another);
        }
    }

    /** What a full disk has taken of a checkpoint it needs for the next one. */
    private void giveBack(String unfinished, IOException failure) {
        try {
            storage.delete(unfinished);
        } catch (IOException another) {
            failure.addSuppressed(another);
        }
    }

    /** Deletes what is older than the one before the latest, and what earlier writes left unfinished. */
    private void clean() throws IOException {
        List<Long> numbers = numbers();
        for (long old : numbers.subList(0, Math.max(0, numbers.size() - KEPT))) {
            storage.delete(name(old));
        }
        for (String name : storage.list()) {
            if (name.endsWith(UNFINISHED)
                    && NAME.matcher(name.substring(0, name.length() - UNFINISHED.length()))
                            .matches()) {
                storage.delete(name);
            }
        }
    }

    private List<Long> numbers() throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (String name : storage.list()) {
            Matcher matcher = NAME.matcher(name);
            if (matcher.matches()) {
                numbers.add(Long.parseLong(matcher.group(1)));
            }
        }
        numbers.sort(null);
        return numbers;
    }

    private static String name(long number) {
        return String.format("checkpoint-%012d.leat", number);
    }

    @Override
    public void close() {
        closing.run();
    }
}
