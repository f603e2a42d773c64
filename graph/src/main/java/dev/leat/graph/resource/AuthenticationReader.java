package dev.leat.graph.resource;

import dev.leat.graph.diagnostic.Quote;
import dev.leat.graph.diagnostic.ResourceProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code authentication} of endpoints and registries: a method, and its block of settings. */
final class AuthenticationReader {

    /** All methods of the product, and Leat's own. */
    enum Method {
        SYSTEM_ASSIGNED_MANAGED_IDENTITY("audience", "extensionName", "tenantId"),
        USER_ASSIGNED_MANAGED_IDENTITY("clientId", "tenantId", "scope"),
        SERVICE_ACCOUNT_TOKEN("audience"),
        X509_CERTIFICATE("secretRef"),
        SASL("saslType", "secretRef"),
        ACCESS_TOKEN("secretRef"),
        ARTIFACT_PULL_SECRET("secretRef"),
        USERNAME_PASSWORD("secretRef"),
        ANONYMOUS();

        private final String[] keys;

        Method(String... keys) {
            this.keys = keys;
        }

        String spelling() {
            return Words.camel(name());
        }

        String settingsKey() {
            String word = spelling();
            return word.substring(0, 1).toLowerCase(Locale.ROOT) + word.substring(1) + "Settings";
        }
    }

    /**
     * What was found.
     *
     * @param settings the method's block; absent where there is none
     * @param authentication the whole
     */
    record Found(Method method, Optional<Fields> settings, Fields authentication) {

        /** The block, which the method needs. */
        private Optional<Fields> needed() {
            if (settings.isEmpty()) {
                authentication.required(method.settingsKey());
            }
            return settings;
        }

        Optional<Placed> secret() {
            return needed().flatMap(fields -> fields.requiredText("secretRef"));
        }

        Optional<String> text(String key) {
            return settings.flatMap(fields -> fields.string(key));
        }

        Optional<String> requiredText(String key) {
            return needed().flatMap(fields -> fields.requiredText(key)).map(Placed::value);
        }
    }

    private static final Words<Method> METHODS = Words.of(Method.class);

    private AuthenticationReader() {}

    static Optional<Found> read(Fields parent, Set<Method> possible, String where) {
        List<String> keys = new ArrayList<>(List.of("method"));
        for (Method method : Method.values()) {
            if (possible.contains(method)) {
                keys.add(method.settingsKey());
            }
        }
        return parent.requiredObject("authentication", "an authentication", keys.toArray(String[]::new))
                .flatMap(fields -> method(fields, possible, where));
    }

    private static Optional<Found> method(Fields fields, Set<Method> possible, String where) {
        Optional<Placed> written = fields.requiredText("method");
        Optional<Method> method = written.flatMap(text -> Scalars.choice("method", text, METHODS, fields.context()));
        if (method.isEmpty()) {
            return Optional.empty();
        }
        if (!possible.contains(method.get())) {
            List<String> words =
                    possible.stream().map(Method::spelling).sorted().toList();
            fields.report(
                    ResourceProblem.METHOD_NOT_POSSIBLE,
                    written.get().position(),
                    "The method " + Quote.of(method.get().spelling()) + " is not possible for " + where + ".",
                    "Write one of " + String.join(", ", words) + ".");
            return Optional.empty();
        }
        for (Method other : possible) {
            if (other != method.get()) {
                fields.withoutEffect(
                        other.settingsKey(), "the method is '" + method.get().spelling() + "'");
            }
        }
        if (method.get() == Method.USERNAME_PASSWORD) {
            fields.report(
                    ResourceProblem.LEAT_ONLY,
                    written.get().position(),
                    "The method 'UsernamePassword' is Leat's own; the product refuses it.",
                    "Use another method where the resource is to run elsewhere, too.");
        }
        Method known = method.get();
        return Optional.of(
                new Found(known, fields.object(known.settingsKey(), "the method's settings", known.keys), fields));
    }
}
