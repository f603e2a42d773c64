package dev.leat.graph.resource;

import java.util.Optional;

/** How Leat says to an endpoint who it is. Secrets are named, never held. */
public sealed interface EndpointAuthentication {

    /** A token of a Kubernetes service account, by MQTT's enhanced authentication {@code K8S-SAT}. */
    record ServiceAccountToken(String audience) implements EndpointAuthentication {

        /** The audience of the local broker. */
        public static final String DEFAULT_AUDIENCE = "aio-internal";
    }

    /** The identity that the system gives. */
    record SystemAssignedManagedIdentity(Optional<String> audience) implements EndpointAuthentication {}

    /** An identity that a user made. */
    record UserAssignedManagedIdentity(String clientId, String tenantId, Optional<String> scope)
            implements EndpointAuthentication {}

    /** A client certificate: a Secret with {@code client_cert.pem}, {@code client_key.pem}, and more certificates. */
    record X509Certificate(Placed secret) implements EndpointAuthentication {}

    /** A name and a password for Kafka: a Secret with {@code username} and {@code password}. */
    record Sasl(SaslType type, Placed secret) implements EndpointAuthentication {}

    /** A name and a password for MQTT, which only Leat has: a Secret with {@code username} and {@code password}. */
    record UsernamePassword(Placed secret) implements EndpointAuthentication {}

    /** Nothing is said. */
    record Anonymous() implements EndpointAuthentication {}

    /** How a password is proven. */
    enum SaslType {
        PLAIN,
        SCRAM_SHA_256,
        SCRAM_SHA_512
    }
}
