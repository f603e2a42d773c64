package dev.leat.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Tokens of a managed identity, from an endpoint that the machine or the platform has for it: {@code GET} with
 * {@code resource}, and the answer's {@code access_token}.
 *
 * @param endpoint without a query
 * @param secret what the platform wants to see in {@code X-IDENTITY-HEADER}, where it does
 * @param clientId of an identity that a user made; empty for the system's
 */
public record ManagedIdentity(URI endpoint, Optional<String> secret, Optional<String> clientId)
        implements IdentityTokens {

    private static final URI MACHINE = URI.create("http://169.254.169.254/metadata/identity/oauth2/token");
    private static final String SCOPE = "/.default";
    private static final int MOST_BYTES = 64 << 10;

    /**
     * The endpoint that {@code IDENTITY_ENDPOINT} and {@code IDENTITY_HEADER} name; else that of a virtual machine.
     *
     * @param environment the value of a variable, or null
     * @throws RegistryException {@link RegistryError#CREDENTIALS_UNREADABLE} where the variable holds no address
     */
    public static ManagedIdentity from(UnaryOperator<String> environment, Optional<String> clientId) {
        Optional<String> endpoint =
                Optional.ofNullable(environment.apply("IDENTITY_ENDPOINT")).filter(text -> !text.isBlank());
        try {
            return new ManagedIdentity(
                    endpoint.map(URI::create).orElse(MACHINE),
                    endpoint.flatMap(given -> Optional.ofNullable(environment.apply("IDENTITY_HEADER"))),
                    clientId);
        } catch (IllegalArgumentException wrong) {
            throw new RegistryException(RegistryError.CREDENTIALS_UNREADABLE, "IDENTITY_ENDPOINT is no address", wrong);
        }
    }

    /** The audience that a scope stands for: scopes are an audience, {@code /} and {@code .default}. */
    public static String audienceOf(String scope) {
        return scope.endsWith(SCOPE) ? scope.substring(0, scope.length() - SCOPE.length()) : scope;
    }

    @Override
    public String token(String audience) {
        String query =
                "?api-version=" + (secret.isPresent() ? "2019-08-01" : "2018-02-01") + "&resource=" + encoded(audience)
                        + clientId.map(id -> "&client_id=" + encoded(id)).orElse("");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(endpoint + query)).header("Metadata", "true");
        secret.ifPresent(given -> request.header("X-IDENTITY-HEADER", given));
        HttpTransport.Answer answer;
        try (HttpTransport transport = new HttpTransport(HttpRegistryOptions.DEFAULT)) {
            answer = transport.send(request.build(), transport.small(MOST_BYTES));
        }
        if (!answer.ok()) {
            throw new RegistryException(
                    RegistryError.CREDENTIALS_UNREADABLE,
                    "the managed identity's endpoint " + HttpTransport.place(endpoint) + " gave no token: status "
                            + answer.status());
        }
        return tokenIn(answer.body())
                .orElseThrow(() -> new RegistryException(
                        RegistryError.CREDENTIALS_UNREADABLE,
                        "the managed identity's endpoint " + HttpTransport.place(endpoint)
                                + " answered without an access_token"));
    }

    private static Optional<String> tokenIn(byte[] body) {
        try {
            JsonNode node = Manifest.JSON.readTree(body);
            return node == null
                    ? Optional.empty()
                    : Optional.ofNullable(node.path("access_token").textValue());
        } catch (IOException noJson) {
            return Optional.empty();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "managed identity of " + HttpTransport.place(endpoint);
    }
}
