package dev.leat.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Which input a state belongs to: a file in the state directory says it. The state knows how many messages were taken,
 * and of another input as many would be passed over unread.
 */
final class StateInput {

    private static final String NAME = "input";

    private StateInput() {}

    /**
     * Holds an input against the one that the state is of, or remembers it as that one.
     *
     * @param directory locked by this process
     * @throws UsageException where it is another one
     */
    static void require(Path directory, String input) throws IOException {
        String now = Path.of(input).toAbsolutePath().normalize().toString();
        Path file = directory.resolve(NAME);
        if (Files.exists(file)) {
            String then = Files.readString(file).strip();
            if (!then.equals(now)) {
                throw new UsageException(
                        CliProblem.OPTIONS,
                        "--state-dir " + directory + " holds the state of the input " + then + ", not of " + now
                                + ": give that input, or another --state-dir");
            }
            return;
        }
        Path written = directory.resolve(NAME + ".new");
        Files.writeString(written, now + "\n");
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
