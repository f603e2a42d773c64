package dev.leat.testkit;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A directory of messages: each {@code .json} file is one message on {@value #MESSAGE_TOPIC}, each {@code .raw} file one
 * on {@value #SNAPSHOT_TOPIC}. Files of other names are ignored, and so are sub-folders, {@code output/} among them,
 * into which runs write.
 *
 * <p>The messages come in natural order of the files' names: runs of digits count by their value ({@code m2.json} before
 * {@code m10.json}), all else by code unit, upper case before lower case.
 */
public final class InputFolder {

    /** The topic of messages that say nothing of a topic. */
    public static final String MESSAGE_TOPIC = "probe/1";

    /** The topic of raw frames. */
    public static final String SNAPSHOT_TOPIC = "snapshot_simulation";

    private static final String MESSAGE_SUFFIX = ".json";
    private static final String SNAPSHOT_SUFFIX = ".raw";

    private InputFolder() {}

    /**
     * The files that are messages, in their order.
     *
     * @throws TestkitException {@link TestkitProblem#INPUT_UNREADABLE}
     */
    public static List<Path> files(Path directory) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (isMessage(entry) && Files.isRegularFile(entry)) {
                    files.add(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException failure) {
            throw InputReader.unreadable(directory.toString(), failure);
        }
        files.sort(Comparator.comparing(InputFolder::name, NaturalOrder.INSTANCE));
        return files;
    }

    /** Whether the file's name says that it is one message. */
    static boolean isMessage(Path file) {
        return name(file).endsWith(MESSAGE_SUFFIX) || name(file).endsWith(SNAPSHOT_SUFFIX);
    }

    /** The topic of a file that is one message. */
    static String topic(Path file) {
        return name(file).endsWith(SNAPSHOT_SUFFIX) ? SNAPSHOT_TOPIC : MESSAGE_TOPIC;
    }

    static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }
}
