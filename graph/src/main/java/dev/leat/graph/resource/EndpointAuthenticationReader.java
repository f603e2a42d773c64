package dev.leat.graph.resource;

import dev.leat.graph.resource.AuthenticationReader.Found;
import dev.leat.graph.resource.AuthenticationReader.Method;
import dev.leat.graph.resource.EndpointAuthentication.SaslType;
import dev.leat.graph.resource.EndpointAuthentication.ServiceAccountToken;
import java.util.Optional;
import java.util.Set;

/** Reads the authentication of DataflowEndpoints. */
final class EndpointAuthenticationReader {

    private static final Words<SaslType> SASL_TYPES = Words.of(SaslType.class);

    private EndpointAuthenticationReader() {}

    static Optional<EndpointAuthentication> read(Fields settings, Set<Method> possible, EndpointType type) {
        return AuthenticationReader.read(settings, possible, "an endpoint of type " + type.spelling())
                .flatMap(found -> authentication(found, type));
    }

    private static Optional<EndpointAuthentication> authentication(Found found, EndpointType type) {
        return switch (found.method()) {
            case SYSTEM_ASSIGNED_MANAGED_IDENTITY ->
                Optional.of(new EndpointAuthentication.SystemAssignedManagedIdentity(found.text("audience")));
            case USER_ASSIGNED_MANAGED_IDENTITY -> {
                Optional<String> client = found.requiredText("clientId");
                Optional<String> tenant =
                        found.settings().isEmpty() ? Optional.empty() : found.requiredText("tenantId");
                yield client.flatMap(id -> tenant.map(known ->
                        new EndpointAuthentication.UserAssignedManagedIdentity(id, known, found.text("scope"))));
            }
            case SERVICE_ACCOUNT_TOKEN ->
                type == EndpointType.MQTT
                        ? Optional.of(new ServiceAccountToken(
                                found.text("audience").orElse(ServiceAccountToken.DEFAULT_AUDIENCE)))
                        : found.requiredText("audience").map(ServiceAccountToken::new);
            case X509_CERTIFICATE -> found.secret().map(EndpointAuthentication.X509Certificate::new);
            case USERNAME_PASSWORD -> found.secret().map(EndpointAuthentication.UsernamePassword::new);
            case SASL -> {
                Optional<Placed> secret = found.secret();
                Optional<SaslType> saslType =
                        found.settings().flatMap(fields -> fields.requiredChoice("saslType", SASL_TYPES));
                yield saslType.flatMap(known -> secret.map(name -> new EndpointAuthentication.Sasl(known, name)));
            }
            case ACCESS_TOKEN, ARTIFACT_PULL_SECRET, ANONYMOUS -> Optional.of(new EndpointAuthentication.Anonymous());
        };
    }
}
