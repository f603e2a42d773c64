package dev.leat.registry;

import dev.leat.endpoint.Material;
import java.io.IOException;
import java.util.Optional;

/**
 * Where credentials come from. It is asked when a registry wants some, and again when those that it had no longer do; so
 * what changes takes effect. Safe for use by several threads; may block, for a bounded time.
 */
@FunctionalInterface
public interface Credentials {

    /** Nobody in particular. */
    Credentials ANONYMOUS = host -> Optional.empty();

    /**
     * For a registry.
     *
     * @param host its name, with a port where there is one
     * @throws RegistryException {@link RegistryError#CREDENTIALS_UNREADABLE} and what else may go wrong on the way
     */
    Optional<Credential> of(String host);

    /** The same for every registry. */
    static Credentials password(Material userName, Material password) {
        return host -> Optional.of(new Credential.Password(text(userName), text(password)));
    }

    /** A document as {@code docker login} writes it: the content of a pull secret. It runs no credential helpers. */
    static Credentials document(Material dockerConfig) {
        return host -> {
            try {
                return DockerConfig.read(dockerConfig.read().toArray(), "the pull secret")
                        .of(host);
            } catch (IOException unreadable) {
                throw unreadable(unreadable);
            }
        };
    }

    /** What {@code docker login}, {@code oras login} and {@code leat login} keep for this user, helpers included. */
    static Credentials ofThisUser() {
        return host -> DockerConfigFile.ofThisUser().read().of(host);
    }

    /** A token of an identity, which an Azure Container Registry exchanges for its own. */
    static Credentials exchanged(IdentityTokens tokens, String audience, Optional<String> tenant) {
        return host -> Optional.of(new Credential.EntraToken(tokens.token(audience), tenant));
    }

    private static String text(Material material) {
        try {
            return material.read().asStrictUtf8().orElseThrow(() -> new IOException(material + " is not UTF-8"));
        } catch (IOException unreadable) {
            throw unreadable(unreadable);
        }
    }

    private static RegistryException unreadable(IOException failure) {
        return new RegistryException(
                RegistryError.CREDENTIALS_UNREADABLE,
                "the credentials for registries cannot be read: " + RegistryException.reason(failure),
                failure);
    }
}
