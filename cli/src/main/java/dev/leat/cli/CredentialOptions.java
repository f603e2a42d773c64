package dev.leat.cli;

import dev.leat.dataflow.data.Bytes;
import dev.leat.endpoint.mqtt.MqttCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who a command is to its broker. */
final class CredentialOptions {

    @Option(names = "--username", paramLabel = "NAME", description = "The user name for the broker.")
    private @Nullable String userName;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "A file whose first line is the password for the broker.")
    private @Nullable Path passwordFile;

    boolean given() {
        return userName != null;
    }

    Optional<Path> file() {
        return Optional.ofNullable(passwordFile);
    }

    /** @throws UsageException where there is a password for nobody */
    void check() {
        if (passwordFile != null && userName == null) {
            throw new UsageException(CliProblem.OPTIONS, "--password-file needs --username");
        }
    }

    /** Name and password; empty where no name is given. */
    Optional<MqttCredentials> read() throws IOException {
        String name = userName;
        return name == null ? Optional.empty() : Optional.of(new MqttCredentials(name, password()));
    }

    /** The first line of the file; nothing where there is none. */
    private Bytes password() throws IOException {
        Path file = passwordFile;
        if (file == null) {
            return Bytes.EMPTY;
        }
        String text = Files.readString(file);
        int end = text.indexOf('\n');
        return Bytes.utf8((end < 0 ? text : text.substring(0, end)).strip());
    }
}
