package dev.leat.graph.resource;

import java.util.Optional;

/** How Leat says to a registry who it is. Secrets are named, never held. */
public sealed interface RegistryAuthentication {

    /** The identity that the system gives. */
    record SystemAssignedManagedIdentity(
            Optional<String> audience, Optional<String> extensionName, Optional<String> tenantId)
            implements RegistryAuthentication {}

    /** An identity that a user made. */
    record UserAssignedManagedIdentity(String clientId, String tenantId, Optional<String> scope)
            implements RegistryAuthentication {}

    /** A Secret of type {@code kubernetes.io/dockerconfigjson}. */
    record ArtifactPullSecret(Placed secret) implements RegistryAuthentication {}

    /** Nothing is said. */
    record Anonymous() implements RegistryAuthentication {}
}
