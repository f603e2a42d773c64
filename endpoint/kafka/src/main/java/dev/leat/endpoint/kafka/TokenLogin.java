package dev.leat.endpoint.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.leat.endpoint.Material;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;
import org.jspecify.annotations.Nullable;

/** Gives the client a token when it asks for one: at its start, and before the last one ends. Made by the client. */
public final class TokenLogin implements AuthenticateCallbackHandler {

    /** The setting that holds the {@link Material}. */
    static final String MATERIAL = "leat.token";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** When a token that does not say so is read again. */
    private static final Duration UNKNOWN_LIFETIME = Duration.ofMinutes(10);

    private @Nullable Material material;

    @Override
    public void configure(Map<String, ?> settings, String mechanism, List<AppConfigurationEntry> entries) {
        if (settings.get(MATERIAL) instanceof Material given) {
            material = given;
        }
    }

    @Override
    public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            if (callback instanceof OAuthBearerTokenCallback asked) {
                asked.token(token());
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }

    private OAuthBearerToken token() throws IOException {
        if (material == null) {
            throw new IOException("no token was configured");
        }
        try {
            return Token.of(ClientSettings.credential(material, "the token"), System.currentTimeMillis());
        } catch (KafkaEndpointException unreadable) {
            throw new IOException(unreadable.getMessage(), unreadable);
        }
    }

    @Override
    public void close() {}

    /** What the client wants to know of a token: it reads it again after some four fifths of its life. */
    record Token(String value, long startMillis, long lifetimeMs, String principalName) implements OAuthBearerToken {

        /** @param now in milliseconds since the epoch */
        static Token of(String value, long now) {
            JsonNode claims = claims(value);
            JsonNode end = claims.path("exp");
            JsonNode subject = claims.path("sub");
            return new Token(
                    value,
                    now,
                    end.isNumber()
                            ? Math.clamp(end.longValue(), 0, Long.MAX_VALUE / 1000) * 1000
                            : now + UNKNOWN_LIFETIME.toMillis(),
                    subject.isTextual() ? subject.textValue() : "leat");
        }

        /** The middle part of a JSON Web Token; missing where it is none. */
        private static JsonNode claims(String value) {
            String[] parts = value.split("\\.", -1);
            if (parts.length == 3) {
                try {
                    return JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
                } catch (IllegalArgumentException | IOException opaque) {
                    return JSON.missingNode();
                }
            }
            return JSON.missingNode();
        }

        @Override
        public Set<String> scope() {
            return Set.of();
        }

        @Override
        public Long startTimeMs() {
            return startMillis;
        }

        @Override
        public String toString() {
            return "token of " + principalName;
        }
    }
}
