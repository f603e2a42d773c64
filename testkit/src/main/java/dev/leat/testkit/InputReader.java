package dev.leat.testkit;

import dev.leat.dataflow.ClockException;
import dev.leat.dataflow.HybridLogicalClock;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.Message;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages from a file, a directory or a stream, one at a time: the messages need not fit into the memory together.
 *
 * <ul>
 *   <li>A directory is an {@link InputFolder}.
 *   <li>A {@code .json} file is one message on {@value InputFolder#MESSAGE_TOPIC}, a {@code .raw} file one on
 *       {@value InputFolder#SNAPSHOT_TOPIC}, each of up to 256 MiB.
 *   <li>{@code .jsonl} and {@code .ndjson} files and streams hold a message a line, of up to 16 MiB; blank lines are
 *       passed over. A line that is an {@link OutputRecord}, or what {@code mosquitto_sub -F %j} prints, is read back as
 *       the message that it shows: topic, payload, user properties (all of them, as a subscriber would see them) and
 *       content type. Any other line is the payload of a message on {@value InputFolder#MESSAGE_TOPIC}.
 * </ul>
 *
 * <p>Payloads need not be JSON. A message's time is the {@code __ts} of its record, however far from now, and otherwise,
 * or where that says no time, that of a clock, which is moved past the records' times as far as its drift allows; see also
 * {@link #keepInTimeWithOthers}. For one thread.
 */
public final class InputReader implements AutoCloseable {

    /** What stands for the standard input in {@link #open(String, InputStream, HybridLogicalClock)}. */
    public static final String STANDARD_INPUT = "-";

    /** The largest file that is one message: what MQTT can carry, 256 MiB less one byte. */
    public static final int MAXIMUM_FILE_BYTES = (256 << 20) - 1;

    private final HybridLogicalClock clock;
    private final Iterator<Path> files;
    private final Optional<LineReader> lines;
    private long unreadableTimes;
    private boolean inTimeWithOthers;
    private @Nullable Timestamp latest;

    private InputReader(HybridLogicalClock clock, List<Path> files, Optional<LineReader> lines) {
        this.clock = clock;
        this.files = files.iterator();
        this.lines = lines;
    }

    /**
     * Opens what a user names on a command line.
     *
     * @param input a file, a directory, or {@value #STANDARD_INPUT}
     * @throws TestkitException {@link TestkitProblem#INPUT_UNREADABLE}, {@link TestkitProblem#UNKNOWN_INPUT_KIND}
     */
    public static InputReader open(String input, InputStream standardInput, HybridLogicalClock clock) {
        return input.equals(STANDARD_INPUT) ? lines("<stdin>", standardInput, clock) : open(Path.of(input), clock);
    }

    /**
     * Opens a file or a directory.
     *
     * @throws TestkitException {@link TestkitProblem#INPUT_UNREADABLE}, {@link TestkitProblem#UNKNOWN_INPUT_KIND}
     */
    public static InputReader open(Path path, HybridLogicalClock clock) {
        if (Files.isDirectory(path)) {
            return new InputReader(clock, InputFolder.files(path), Optional.empty());
        }
        if (InputFolder.isMessage(path)) {
            return new InputReader(clock, List.of(path), Optional.empty());
        }
        if (!InputFolder.name(path).endsWith(".jsonl")
                && !InputFolder.name(path).endsWith(".ndjson")) {
            throw new TestkitException(
                    TestkitProblem.UNKNOWN_INPUT_KIND,
                    path
                            + ": the name does not say what the file holds. Name it .json or .raw for one message, .jsonl or"
                            + " .ndjson for a message a line, or give a directory");
        }
        try {
            return lines(path.toString(), Files.newInputStream(path), clock);
        } catch (IOException failure) {
            throw unreadable(path.toString(), failure);
        }
    }

    /**
     * Reads a message a line.
     *
     * @param name what messages call the stream
     * @param in closed with the reader
     */
    public static InputReader lines(String name, InputStream in, HybridLogicalClock clock) {
        return new InputReader(clock, List.of(), Optional.of(new LineReader(name, in)));
    }

    /**
     * The next message; empty at the end.
     *
     * @throws TestkitException with the file, and for lines the line's number; the reader is of no more use then
     */
    public Optional<InputMessage> read() {
        if (lines.isPresent()) {
            return lines.get().read().map(line -> message(line, lines.get().place()));
        }
        return files.hasNext() ? Optional.of(message(files.next())) : Optional.empty();
    }

    /**
     * From now on, a message without a time has the latest that was read before it, where there was one: for input whose
     * records alone move time, which the time of reading would move to today.
     */
    public void keepInTimeWithOthers() {
        inTimeWithOthers = true;
    }

    /** How many messages had a {@code __ts} that says no time, so far. */
    public long unreadableTimes() {
        return unreadableTimes;
    }

    private InputMessage message(byte[] line, String place) {
        Bytes bytes = Bytes.of(line);
        if (bytes.asStrictUtf8().isEmpty()) {
            throw new TestkitException(
                    TestkitProblem.LINE_NOT_UTF_8,
                    place + ": the line is not UTF-8. Save the file as UTF-8; put binary messages into .raw files");
        }
        Optional<RecordLine> record = RecordLine.parse(line, place);
        if (record.isEmpty()) {
            return message(InputFolder.MESSAGE_TOPIC, bytes);
        }
        Optional<Timestamp> own = record.get().time();
        if (record.get().hasUnreadableTime()) {
            unreadableTimes++;
        }
        own.ifPresent(this::passBy);
        Timestamp time = own.orElseGet(this::now);
        return new InputMessage(time, record.get().message(time.toDataTimestamp()));
    }

    /** The time of a message that has none. */
    private Timestamp now() {
        Timestamp before = latest;
        return inTimeWithOthers && before != null
                ? new Timestamp(before.physical(), before.counter(), clock.nodeId())
                : clock.now();
    }

    /** Moves the clock past a record's time, so that messages after it come later; not by more than its drift. */
    private void passBy(Timestamp time) {
        Timestamp before = latest;
        if (before == null || time.physical() > before.physical()) {
            latest = time;
        }
        try {
            clock.merge(time);
        } catch (ClockException tooFar) {
            // the record keeps its time and the clock its own: recordings may be of any day
        }
    }

    private InputMessage message(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAXIMUM_FILE_BYTES + 1);
            if (content.length > MAXIMUM_FILE_BYTES) {
                throw new TestkitException(
                        TestkitProblem.INPUT_TOO_LARGE,
                        file + ": the file has more than " + MAXIMUM_FILE_BYTES
                                + " bytes, the most that a message has");
            }
            return message(InputFolder.topic(file), Bytes.of(content));
        } catch (IOException failure) {
            throw unreadable(file.toString(), failure);
        }
    }

    private InputMessage message(String topic, Bytes payload) {
        Timestamp time = now();
        return new InputMessage(time, Message.of(time.toDataTimestamp(), topic, payload));
    }

    static TestkitException unreadable(String name, Exception failure) {
        String reason = failure instanceof NoSuchFileException
                ? "there is no such file or directory"
                : "it cannot be read: " + failure.getMessage();
        return new TestkitException(TestkitProblem.INPUT_UNREADABLE, name + ": " + reason, failure);
    }

    @Override
    public void close() {
        lines.ifPresent(reader -> {
            try {
                reader.close();
            } catch (IOException failure) {
                throw unreadable("the input", failure);
            }
        });
    }
}
