package dev.leat.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Docker's configuration, as far as it is about registries: {@code auths}, and in a user's own file {@code credHelpers} and
 * {@code credsStore}.
 *
 * @param place where it comes from, for messages
 * @param helpers whether programs that it names are run
 */
record DockerConfig(ObjectNode root, String place, boolean helpers) {

    /** Docker Hub's name in it. */
    private static final String HUB = "https://index.docker.io/v1/";

    /** A document from a Secret, which runs no programs. */
    static DockerConfig read(byte[] document, String place) {
        return read(document, place, false);
    }

    static DockerConfig read(byte[] document, String place, boolean helpers) {
        try {
            JsonNode root = Manifest.JSON.readTree(document);
            if (root instanceof ObjectNode object) {
                return new DockerConfig(object, place, helpers);
            }
            throw unreadable(place, "it is no JSON object", null);
        } catch (JsonProcessingException wrong) {
            // Without what Jackson says, which may cite a secret.
            throw unreadable(place, "it is no JSON", null);
        } catch (IOException impossible) {
            throw unreadable(place, RegistryException.reason(impossible), impossible);
        }
    }

    private static RegistryException unreadable(String place, String reason, @Nullable Throwable cause) {
        return new RegistryException(
                RegistryError.CREDENTIALS_UNREADABLE,
                "the credentials in " + place + " cannot be used: " + reason,
                cause);
    }

    /** The credentials for a registry. */
    Optional<Credential> of(String host) {
        if (helpers) {
            Optional<String> helper = helperFor(host);
            if (helper.isPresent()) {
                Optional<Credential> found = new CredentialHelper(helper.get()).get(serverName(host));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        String wanted = normal(host);
        for (Map.Entry<String, JsonNode> each : root.path("auths").properties()) {
            if (normal(each.getKey()).equals(wanted)) {
                return credential(each.getValue());
            }
        }
        return Optional.empty();
    }

    /** The helper that this registry's credentials are kept by. */
    Optional<String> helperFor(String host) {
        String wanted = normal(host);
        for (Map.Entry<String, JsonNode> each : root.path("credHelpers").properties()) {
            if (normal(each.getKey()).equals(wanted)) {
                return Optional.of(each.getValue().asText(""));
            }
        }
        return Optional.ofNullable(root.path("credsStore").textValue()).filter(name -> !name.isEmpty());
    }

    /** What Docker calls a registry. */
    static String serverName(String host) {
        return normal(host).equals("docker.io") ? HUB : host;
    }

    /** Without scheme and path, and Docker Hub by one name. */
    private static String normal(String key) {
        int scheme = key.indexOf("://");
        String rest = scheme < 0 ? key : key.substring(scheme + 3);
        int slash = rest.indexOf('/');
        String host = slash < 0 ? rest : rest.substring(0, slash);
        return host.equals("index.docker.io") || host.equals("registry-1.docker.io") ? "docker.io" : host;
    }

    private Optional<Credential> credential(JsonNode entry) {
        String identity = entry.path("identitytoken").asText("");
        if (!identity.isEmpty()) {
            return Optional.of(new Credential.RefreshToken(identity));
        }
        String token = entry.path("registrytoken").asText("");
        if (!token.isEmpty()) {
            return Optional.of(new Credential.AccessToken(token));
        }
        String auth = entry.path("auth").asText("").strip();
        if (!auth.isEmpty()) {
            return Optional.of(pair(auth));
        }
        String name = entry.path("username").asText("");
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Credential.Password(name, entry.path("password").asText("")));
    }

    private Credential pair(String auth) {
        String text;
        try {
            text = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException wrong) {
            throw unreadable(place, "an 'auth' is not Base64", null);
        }
        int colon = text.indexOf(':');
        if (colon <= 0) {
            throw unreadable(place, "an 'auth' is not the Base64 of NAME:PASSWORD", null);
        }
        return new Credential.Password(
                text.substring(0, colon), text.substring(colon + 1).replaceAll("\0+$", ""));
    }

    /** Without what is in it. */
    @Override
    public String toString() {
        return place;
    }
}
