package dev.leat.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A program {@code docker-credential-NAME} that keeps credentials, by the protocol of Docker's credential helpers.
 *
 * @param name the end of the program's name
 * @param path the directories that it may be in, as {@code PATH} has them
 */
record CredentialHelper(String name, String path) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final int MOST_BYTES = 64 << 10;
    private static final Duration TIME = Duration.ofSeconds(10);
    private static final String NONE = "credentials not found";

    CredentialHelper {
        if (!NAME.matcher(name).matches()) {
            throw new RegistryException(
                    RegistryError.CREDENTIALS_UNREADABLE,
                    "'" + RegistryException.printable(name) + "' is no name of a credential helper");
        }
    }

    /** One on the {@code PATH}. */
    CredentialHelper(String name) {
        this(name, Objects.requireNonNullElse(System.getenv("PATH"), ""));
    }

    private record Answer(int exitCode, String output) {}

    Optional<Credential> get(String server) {
        Answer answer = run("get", server);
        if (answer.exitCode() != 0) {
            if (answer.output().toLowerCase(Locale.ROOT).contains(NONE)) {
                return Optional.empty();
            }
            throw failed("failed with exit code " + answer.exitCode(), null);
        }
        try {
            JsonNode root = Manifest.JSON.readTree(answer.output());
            String userName = root == null ? "" : root.path("Username").asText("");
            String secret = root == null ? "" : root.path("Secret").asText("");
            if (secret.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    userName.equals("<token>")
                            ? new Credential.RefreshToken(secret)
                            : new Credential.Password(userName, secret));
        } catch (IOException noJson) {
            throw failed("did not answer in JSON", null);
        }
    }

    void store(String server, String userName, String secret) {
        ObjectNode entry = Manifest.JSON.createObjectNode();
        entry.put("ServerURL", server);
        entry.put("Username", userName);
        entry.put("Secret", secret);
        if (run("store", entry.toString()).exitCode() != 0) {
            throw failed("did not store the credentials", null);
        }
    }

    void erase(String server) {
        Answer answer = run("erase", server);
        if (answer.exitCode() != 0 && !answer.output().toLowerCase(Locale.ROOT).contains(NONE)) {
            throw failed("did not erase the credentials", null);
        }
    }

    private Path program() {
        for (String directory : path.split(File.pathSeparator, -1)) {
            Path file = Path.of(directory).resolve("docker-credential-" + name);
            if (!directory.isEmpty() && Files.isExecutable(file)) {
                return file;
            }
        }
        throw failed("is not on the PATH", null);
    }

    private Answer run(String verb, String input) {
        Process process;
        try {
            process = new ProcessBuilder(program().toString(), verb)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException missing) {
            throw failed("cannot be started", missing);
        }
        CompletableFuture<String> output = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException closed) {
                // A helper need not read; what it answers counts.
            }
            try (InputStream out = process.getInputStream()) {
                output.complete(new String(out.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
            } catch (IOException broken) {
                output.completeExceptionally(broken);
            }
        });
        try {
            String text = output.get(TIME.toMillis(), TimeUnit.MILLISECONDS);
            if (!process.waitFor(TIME.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failed("does not end", null);
            }
            return new Answer(process.exitValue(), text);
        } catch (TimeoutException late) {
            throw failed("did not answer within " + TIME.toSeconds() + " s", late);
        } catch (ExecutionException broken) {
            throw failed("broke off", broken);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw failed("was given up", ended);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private RegistryException failed(String what, @Nullable Throwable cause) {
        return new RegistryException(
                RegistryError.CREDENTIALS_UNREADABLE, "docker-credential-" + name + " " + what, cause);
    }
}
