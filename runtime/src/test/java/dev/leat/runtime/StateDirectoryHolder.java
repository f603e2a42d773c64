package dev.leat.runtime;

import java.io.IOException;
import java.nio.file.Path;

/** The main class of another process: opens a state directory, says how that went, and keeps it until its input ends. */
final class StateDirectoryHolder {

    static final String OPEN = "open";

    private StateDirectoryHolder() {}

    public static void main(String[] arguments) throws IOException {
        try (StateDirectory directory = StateDirectory.open(Path.of(arguments[0]))) {
            System.out.println(directory.checkpoints().latest().isEmpty() ? OPEN : "not empty");
            System.out.flush();
            while (System.in.read() >= 0) {}
        } catch (GraphException refused) {
            System.out.println(refused.getMessage());
        }
    }
}
