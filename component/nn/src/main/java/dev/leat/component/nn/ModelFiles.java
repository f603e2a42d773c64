package dev.leat.component.nn;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds the models that {@code load-by-name} names: {@code NAME.onnx} in one of some directories. A name is the name of a
 * file, and can lead nowhere else; a link in such a directory is its owner's decision.
 */
record ModelFiles(List<Path> directories) {

    private static final String SUFFIX = ".onnx";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    byte[] read(String name, long maximumBytes) throws NnException {
        if (!NAME.matcher(name).matches()) {
            throw new NnException(
                    NnProblem.SECURITY,
                    "'" + shortened(name)
                            + "' cannot be a model's name: letters, digits, '_', '-' and '.' make one, up to 128");
        }
        for (Path directory : directories) {
            Path file = directory.resolve(name + SUFFIX);
            if (Files.isRegularFile(file)) {
                return read(file, maximumBytes);
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

    private static byte[] read(Path file, long maximumBytes) throws NnException {
        try (InputStream stream = Files.newInputStream(file)) {
            // One byte more than may be there, so that a file that grows meanwhile is found out as well.
            byte[] model = stream.readNBytes((int) Math.min(maximumBytes + 1, Integer.MAX_VALUE - 8));
            if (model.length > maximumBytes) {
                throw tooLarge(file.toString(), Files.size(file), maximumBytes);
            }
            return model;
        } catch (IOException unreadable) {
            throw new NnException(
                    NnProblem.NOT_FOUND, "the model " + file + " cannot be read: " + unreadable, unreadable);
        }
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
