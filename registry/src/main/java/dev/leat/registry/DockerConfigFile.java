package dev.leat.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.leat.endpoint.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * A user's file of credentials for registries, which Docker, ORAS, Skopeo and Leat share.
 *
 * @param path it need not exist
 */
public record DockerConfigFile(Path path) {

    private static final int MOST_BYTES = 4 << 20;

    /** {@code config.json} in {@code DOCKER_CONFIG}, or in {@code .docker} of the home directory. */
    public static DockerConfigFile ofThisUser() {
        String directory = System.getenv("DOCKER_CONFIG");
        return new DockerConfigFile((directory == null || directory.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".docker")
                        : Path.of(directory))
                .resolve("config.json"));
    }

    /** The credentials in it, as they are now. */
    public Credentials credentials() {
        return host -> read().of(host);
    }

    DockerConfig read() {
        return DockerConfig.read(content(), path.toString(), true);
    }

    private byte[] content() {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] content = in.readNBytes(MOST_BYTES + 1);
            if (content.length > MOST_BYTES) {
                throw new IOException("it has more than " + MOST_BYTES + " bytes");
            }
            return content;
        } catch (NoSuchFileException none) {
            return "{}".getBytes(StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw unusable("read", unreadable);
        }
    }

    private RegistryException unusable(String verb, IOException failure) {
        return new RegistryException(
                RegistryError.CREDENTIALS_UNREADABLE,
                path + " cannot be " + verb + ": " + RegistryException.reason(failure),
                failure);
    }

    /**
     * Keeps a name and a password, with the helper that the file names, or in the file, which only this user may then read.
     *
     * @return where they are kept
     */
    public String login(String host, String userName, String password) {
        DockerConfig config = read();
        Optional<String> helper = config.helperFor(host);
        ObjectNode entry = object(object(config.root(), "auths"), DockerConfig.serverName(host));
        entry.removeAll();
        if (helper.isPresent()) {
            new CredentialHelper(helper.get()).store(DockerConfig.serverName(host), userName, password);
        } else {
            entry.put(
                    "auth",
                    Base64.getEncoder().encodeToString((userName + ":" + password).getBytes(StandardCharsets.UTF_8)));
        }
        write(config.root());
        return helper.map(name -> "docker-credential-" + name).orElse(path.toString());
    }

    /**
     * Forgets what is kept for a registry.
     *
     * @return whether there was something in the file
     */
    public boolean logout(String host) {
        DockerConfig config = read();
        config.helperFor(host).ifPresent(helper -> new CredentialHelper(helper).erase(DockerConfig.serverName(host)));
        if (config.root().path("auths") instanceof ObjectNode auths
                && auths.remove(DockerConfig.serverName(host)) != null) {
            write(config.root());
            return true;
        }
        return false;
    }

    private static ObjectNode object(ObjectNode parent, String name) {
        JsonNode child = parent.path(name);
        return child instanceof ObjectNode object ? object : parent.putObject(name);
    }

    private void write(ObjectNode root) {
        try {
            Path directory = path.toAbsolutePath().getParent();
            if (directory != null) {
                PrivateFiles.createDirectory(directory);
            }
            // Docker's file may be a link into a repository of dotfiles.
            Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
            PrivateFiles.write(
                    target, Manifest.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
        } catch (IOException unwritable) {
            throw unusable("written", unwritable);
        }
    }
}
