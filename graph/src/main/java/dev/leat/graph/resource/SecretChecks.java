package dev.leat.graph.resource;

import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.Quote;
import dev.leat.graph.diagnostic.ResourceProblem;
import java.util.Map;
import java.util.Optional;

/** Holds endpoints and registries against the Secrets and ConfigMaps that they name. */
final class SecretChecks {

    private static final String[] CERTIFICATE = {"client_cert.pem", "client_key.pem"};
    private static final String[] PASSWORD = {"username", "password"};
    private static final String DOCKER_KEY = ".dockerconfigjson";

    private final References references;
    private final Findings findings;

    SecretChecks(References references, Findings findings) {
        this.references = references;
        this.findings = findings;
    }

    void check(DataflowEndpoint endpoint) {
        switch (endpoint.settings()) {
            case EndpointSettings.Mqtt mqtt -> check(endpoint, mqtt.tls(), mqtt.authentication());
            case EndpointSettings.Kafka kafka -> check(endpoint, kafka.tls(), kafka.authentication());
            case EndpointSettings.OpenTelemetry collector ->
                check(endpoint, collector.tls(), collector.authentication());
            case EndpointSettings.NotRun notRun -> {}
        }
    }

    private void check(Resource user, Tls tls, EndpointAuthentication authentication) {
        tls.trustedCaCertificates().ifPresent(name -> requireSome(user, ResourceKind.CONFIG_MAP, name));
        switch (authentication) {
            case EndpointAuthentication.X509Certificate certificate -> secret(user, certificate.secret(), CERTIFICATE);
            case EndpointAuthentication.Sasl sasl -> secret(user, sasl.secret(), PASSWORD);
            case EndpointAuthentication.UsernamePassword password -> secret(user, password.secret(), PASSWORD);
            case EndpointAuthentication.ServiceAccountToken token -> {}
            case EndpointAuthentication.SystemAssignedManagedIdentity identity -> {}
            case EndpointAuthentication.UserAssignedManagedIdentity identity -> {}
            case EndpointAuthentication.Anonymous anonymous -> {}
        }
    }

    void check(RegistryEndpoint registry) {
        if (registry.authentication() instanceof RegistryAuthentication.ArtifactPullSecret pull) {
            secret(registry, pull.secret(), DOCKER_KEY)
                    .filter(secret -> !secret.type().equals(Secret.DOCKER_CONFIG))
                    .ifPresent(secret -> findings.report(
                            ResourceProblem.WRONG_SECRET_TYPE,
                            pull.secret().position(),
                            "The Secret " + pull.secret().quoted() + " is of type " + Quote.of(secret.type()) + ".",
                            "Set its type to '" + Secret.DOCKER_CONFIG + "'."));
        }
        registry.codeSigningCas().forEach(authority -> requireSome(registry, authority.source(), authority.name()));
    }

    private Optional<Secret> secret(Resource user, Placed name, String... keys) {
        Optional<Secret> secret =
                references.find(user, ResourceKind.SECRET, name).map(Secret.class::cast);
        if (secret.isPresent()) {
            for (String key : keys) {
                if (!secret.get().data().containsKey(key)) {
                    lacks(name, "Secret", "the key " + Quote.of(key));
                }
            }
        }
        return secret;
    }

    private void requireSome(Resource user, ResourceKind kind, Placed name) {
        references
                .find(user, kind, name)
                .filter(found -> values(found).isEmpty())
                .ifPresent(found -> lacks(name, kind.spelling(), "certificates"));
    }

    private static Map<String, DataValue> values(Resource resource) {
        return switch (resource) {
            case Secret secret -> secret.data();
            case ConfigMap map -> map.data();
            case DataflowGraph graph -> Map.of();
            case Dataflow dataflow -> Map.of();
            case DataflowProfile profile -> Map.of();
            case DataflowEndpoint endpoint -> Map.of();
            case RegistryEndpoint registry -> Map.of();
        };
    }

    private void lacks(Placed name, String kind, String what) {
        findings.report(
                ResourceProblem.MISSING_SECRET_KEY,
                name.position(),
                "The " + kind + " " + name.quoted() + " lacks " + what + ".",
                "Add it to the " + kind + ".");
    }
}
