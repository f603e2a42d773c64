package dev.leat.cli;

import java.nio.file.Path;
import java.util.Optional;

/** Where graphs keep their state unless told otherwise: what the system calls the user's state directory. */
final class StateHome {

    private StateHome() {}

    /** The directory of the graph that runs under a client id. */
    static Path of(String client) {
        return Optional.ofNullable(System.getenv("XDG_STATE_HOME"))
                .filter(value -> !value.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "state"))
                .resolve("leat")
                .resolve(client.replaceAll("[^A-Za-z0-9._-]", "_"));
    }
}
