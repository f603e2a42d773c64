package dev.leat.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers a registry's challenges: with name and password, or with a token of the service that the challenge names. Keeps
 * tokens until shortly before they expire.
 */
final class Authorizer {

    private static final int MOST_TOKENS = 1000;
    private static final int MOST_ANSWER_BYTES = 64 << 10;
    private static final long DEFAULT_SECONDS = 60;
    private static final Duration MARGIN = Duration.ofSeconds(10);
    private static final Duration PASSWORD_KEPT = Duration.ofHours(1);

    private final HttpTransport transport;
    private final URI registry;
    private final String host;
    private final Credentials credentials;
    private final ReentrantLock lock = new ReentrantLock();

    /** By scope. */
    private final Map<String, Kept> kept = new LinkedHashMap<>();

    private record Kept(String header, long untilNanos) {}

    /** @param host what credentials are asked for */
    Authorizer(HttpTransport transport, URI registry, String host, Credentials credentials) {
        this.transport = transport;
        this.registry = registry;
        this.host = host;
        this.credentials = credentials;
    }

    /** The header for this scope that served before. */
    Optional<String> known(String scope) {
        lock.lock();
        try {
            Kept found = kept.get(scope);
            return found == null || System.nanoTime() - found.untilNanos() >= 0
                    ? Optional.empty()
                    : Optional.of(found.header());
        } finally {
            lock.unlock();
        }
    }

    /** What is known for this scope does not serve any more. */
    void forget(String scope) {
        lock.lock();
        try {
            kept.remove(scope);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The header that answers.
     *
     * @param scope such as {@code repository:NAME:pull}; empty for what the challenge says
     */
    String answer(List<Challenge> challenges, String scope) {
        Optional<Credential> credential = credentials.of(host);
        for (Challenge challenge : challenges) {
            if (challenge.scheme().equals("bearer")) {
                return keep(scope, bearer(challenge, credential, scope));
            }
        }
        for (Challenge challenge : challenges) {
            if (challenge.scheme().equals("basic")) {
                return keep(scope, new Kept(basic(credential), System.nanoTime() + PASSWORD_KEPT.toNanos()));
            }
        }
        throw new RegistryException(
                RegistryError.DENIED,
                host + " refuses, and asks for no kind of credentials that Leat knows ("
                        + challenges.stream()
                                .map(challenge -> RegistryException.printable(challenge.scheme()))
                                .collect(Collectors.joining(", "))
                        + ")");
    }

    private String basic(Optional<Credential> credential) {
        if (credential.isPresent() && credential.get() instanceof Credential.Password password) {
            return basic(password);
        }
        throw new RegistryException(
                RegistryError.DENIED,
                host + " wants a user name and a password, and "
                        + credential.map(other -> "there is only: " + other).orElse("there are none"));
    }

    private String keep(String scope, Kept fresh) {
        lock.lock();
        try {
            if (kept.size() >= MOST_TOKENS && !kept.containsKey(scope)) {
                kept.remove(kept.keySet().iterator().next());
            }
            kept.put(scope, fresh);
        } finally {
            lock.unlock();
        }
        return fresh.header();
    }

    private static String basic(Credential.Password password) {
        byte[] pair = (password.userName() + ":" + password.password()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    private Kept bearer(Challenge challenge, Optional<Credential> credential, String scope) {
        Map<String, String> form = new LinkedHashMap<>();
        challenge.parameter("service").ifPresent(service -> form.put("service", service));
        String wanted = scope.isEmpty() ? challenge.parameter("scope").orElse("") : scope;
        if (!wanted.isEmpty()) {
            form.put("scope", wanted);
        }
        return switch (credential.orElse(null)) {
            case null -> asked(realm(challenge), form, null);
            case Credential.Password password -> asked(realm(challenge), form, basic(password));
            case Credential.RefreshToken refresh -> refreshed(realm(challenge), form, refresh.token());
            case Credential.EntraToken entra -> refreshed(realm(challenge), form, exchanged(entra, challenge));
            case Credential.AccessToken access -> kept(access.token(), DEFAULT_SECONDS);
        };
    }

    /** The realm gets what the user trusts the registry with: over TLS, where the registry itself is. */
    private URI realm(Challenge challenge) {
        URI realm;
        try {
            realm = URI.create(challenge.parameter("realm").orElse(""));
        } catch (IllegalArgumentException wrong) {
            throw noRealm(wrong);
        }
        String scheme = realm.getScheme();
        if (realm.getHost() == null
                || !("https".equals(scheme) || "http".equals(scheme) && "http".equals(registry.getScheme()))) {
            throw noRealm(null);
        }
        return realm;
    }

    private RegistryException noRealm(@Nullable Throwable cause) {
        return new RegistryException(
                RegistryError.UNEXPECTED_ANSWER,
                host + " wants a token, and names no service that Leat would send credentials to",
                cause);
    }

    private Kept asked(URI realm, Map<String, String> form, @Nullable String authorization) {
        String query = encoded(form);
        HttpRequest.Builder request = HttpRequest.newBuilder(
                query.isEmpty() ? realm : URI.create(realm + (realm.getRawQuery() == null ? "?" : "&") + query));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return token(request, realm);
    }

    private String exchanged(Credential.EntraToken entra, Challenge challenge) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "access_token");
        form.put("service", challenge.parameter("service").orElse(host));
        entra.tenant().ifPresent(tenant -> form.put("tenant", tenant));
        form.put("access_token", entra.token());
        URI exchange = registry.resolve("/oauth2/exchange");
        return text(ask(post(exchange, form), exchange), "refresh_token").orElseThrow(() -> noToken(exchange));
    }

    private Kept refreshed(URI realm, Map<String, String> form, String refreshToken) {
        Map<String, String> all = new LinkedHashMap<>(form);
        all.put("grant_type", "refresh_token");
        all.put("client_id", "leat");
        all.put("refresh_token", refreshToken);
        return token(post(realm, all), realm);
    }

    private Kept token(HttpRequest.Builder request, URI place) {
        JsonNode answer = ask(request, place);
        String token =
                text(answer, "token").or(() -> text(answer, "access_token")).orElseThrow(() -> noToken(place));
        return kept(token, answer.path("expires_in").asLong(DEFAULT_SECONDS));
    }

    private Kept kept(String token, long seconds) {
        if (token.chars().anyMatch(each -> each <= ' ' || each >= 0x7F)) {
            throw new RegistryException(RegistryError.UNEXPECTED_ANSWER, "the token for " + host + " is none");
        }
        long bounded = Math.min(Math.max(seconds, 0), Duration.ofDays(1).toSeconds());
        return new Kept(
                "Bearer " + token,
                System.nanoTime() + Duration.ofSeconds(bounded).minus(MARGIN).toNanos());
    }

    private static HttpRequest.Builder post(URI uri, Map<String, String> form) {
        return HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encoded(form)));
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private JsonNode ask(HttpRequest.Builder request, URI place) {
        HttpTransport.Answer answer = transport.send(request.build(), transport.small(MOST_ANSWER_BYTES));
        if (!answer.ok()) {
            String service = "the token service " + HttpTransport.place(place) + " of " + host;
            if (answer.status() == 400 || answer.status() == 401 || answer.status() == 403) {
                throw new RegistryException(
                        RegistryError.DENIED, service + " gives no token (status " + answer.status() + ")");
            }
            throw Statuses.failure(answer, service);
        }
        try {
            JsonNode node = Manifest.JSON.readTree(answer.body());
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (IOException noJson) {
            // Said below, without what came: it may hold a token.
        }
        throw noToken(place);
    }

    private RegistryException noToken(URI place) {
        return new RegistryException(
                RegistryError.UNEXPECTED_ANSWER,
                "the token service " + HttpTransport.place(place) + " of " + host + " answered without a token");
    }

    private static Optional<String> text(JsonNode node, String name) {
        return Optional.ofNullable(node.path(name).textValue()).filter(text -> !text.isEmpty());
    }
}
