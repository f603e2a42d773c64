package dev.leat.platform.server;

import dev.leat.endpoint.otel.OtelConnectionOptions;
import dev.leat.endpoint.otel.OtelSinkOptions;
import dev.leat.graph.resource.EndpointAuthentication;
import dev.leat.graph.resource.EndpointSettings;
import java.time.Duration;
import java.util.Map;

/** Turns the settings of an OpenTelemetry endpoint into the options of its clients. */
record OtelSettings(EndpointAccess access, EndpointSettings.OpenTelemetry otel) {

    OtelConnectionOptions connection() {
        OtelConnectionOptions plain =
                OtelConnectionOptions.of(otel.host().value()).withoutTls();
        OtelConnectionOptions options = access.tls(otel.tls(), otel.authentication())
                .map(plain::withTls)
                .orElse(plain);
        return switch (otel.authentication()) {
            case EndpointAuthentication.Anonymous anonymous -> options;
            case EndpointAuthentication.X509Certificate certificate -> options;
            case EndpointAuthentication.ServiceAccountToken token -> options.withToken(access.serviceAccountToken());
            case EndpointAuthentication.UsernamePassword password -> throw access.notRun("with a password");
            case EndpointAuthentication.Sasl sasl -> throw access.notRun("with SASL");
            case EndpointAuthentication.SystemAssignedManagedIdentity identity ->
                throw access.notRun("with a managed identity");
            case EndpointAuthentication.UserAssignedManagedIdentity identity ->
                throw access.notRun("with a managed identity");
        };
    }

    /** @param client tells it from every other sink, as collectors add up what has one name */
    OtelSinkOptions sink(String client) {
        return OtelSinkOptions.DEFAULT
                .withServiceName(access.flow().label())
                .withResourceAttributes(
                        Map.of("service.namespace", access.flow().id().namespace(), "service.instance.id", client))
                .withBatching(
                        new OtelSinkOptions.Batching(Duration.ofSeconds(otel.latencySeconds()), otel.maxMessages()));
    }
}
