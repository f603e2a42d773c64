package dev.leat.component.nn;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the models that {@code load-by-name} names: {@code NAME.onnx} in one of some directories. A name is the name of a
 * file, and can lead nowhere else; a link in such a directory is its owner's decision. Remembers which bytes a file had, for
 * as long as its size and time are the same. Safe for use by many threads.
 */
final class ModelFiles {

    private static final String SUFFIX = ".onnx";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    private static final int MOST_REMEMBERED = 1000;

    /** A file that was written a moment ago may be written again without its time becoming another. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private final List<Path> directories;

    private final Map<Path, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Known> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    private record Known(Stamp stamp, String digest) {}

    private record Stamp(long size, FileTime modified, Optional<Object> identity) {

        static Stamp of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(
                    attributes.size(), attributes.lastModifiedTime(), Optional.ofNullable(attributes.fileKey()));
        }
    }

    /** A model's file as it is now. */
    record Found(Path file, Stamp stamp) {}

    ModelFiles(List<Path> directories) {
        this.directories = List.copyOf(directories);
    }

    Found find(String name) throws NnException {
        if (!NAME.matcher(name).matches()) {
            throw new NnException(
                    NnProblem.SECURITY,
                    "'" + shortened(name)
                            + "' cannot be a model's name: letters, digits, '_', '-' and '.' make one, up to 128");
        }
        for (Path directory : directories) {
            Path file = directory.resolve(name + SUFFIX);
            if (Files.isRegularFile(file)) {
                try {
                    return new Found(file, Stamp.of(file));
                } catch (IOException unreadable) {
                    throw unreadable(file, unreadable);
                }
            }
        }
        throw new NnException(
                NnProblem.NOT_FOUND,
                "there is no model '" + name + "'; "
                        + (directories.isEmpty()
                                ? "no directory of models is given"
                                : "looked for " + name + SUFFIX + " in "
                                        + String.join(
                                                ", ",
                                                directories.stream()
                                                        .map(Path::toString)
                                                        .toList())));
    }

    /** The digest of the file's bytes, where it was told. */
    synchronized Optional<String> digest(Found found) {
        Known one = known.get(found.file());
        return one != null && one.stamp().equals(found.stamp()) ? Optional.of(one.digest()) : Optional.empty();
    }

    /** What {@link #read} gave had this digest; nothing is remembered where the file may have changed meanwhile. */
    void remember(Found found, String digest) {
        try {
            if (!Stamp.of(found.file()).equals(found.stamp())
                    || found.stamp()
                            .modified()
                            .toInstant()
                            .isAfter(Instant.now().minus(SETTLED))) {
                return;
            }
        } catch (IOException gone) {
            return;
        }
        synchronized (this) {
            known.put(found.file(), new Known(found.stamp(), digest));
        }
    }

    byte[] read(Found found, long maximumBytes) throws NnException {
        Path file = found.file();
        try (InputStream stream = Files.newInputStream(file)) {
            // One byte more than may be there, so that a file that grows meanwhile is found out as well.
            byte[] model = stream.readNBytes((int) Math.min(maximumBytes + 1, Integer.MAX_VALUE - 8));
            if (model.length > maximumBytes) {
                throw tooLarge(file.toString(), Files.size(file), maximumBytes);
            }
            return model;
        } catch (IOException unreadable) {
            throw unreadable(file, unreadable);
        }
    }

    private static NnException unreadable(Path file, IOException why) {
        return new NnException(NnProblem.NOT_FOUND, "the model " + file + " cannot be read: " + Words.of(why), why);
    }

    static NnException tooLarge(String model, long bytes, long maximumBytes) {
        return new NnException(
                NnProblem.TOO_LARGE,
                model + " has " + bytes + " bytes; models of up to " + maximumBytes + " bytes are loaded");
    }

    private static String shortened(String name) {
        return name.length() <= 64 ? name : name.substring(0, 64) + "...";
    }
}
