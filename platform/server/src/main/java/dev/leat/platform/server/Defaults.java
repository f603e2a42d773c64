package dev.leat.platform.server;

import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.resource.DataflowEndpoint;
import dev.leat.graph.resource.EndpointAuthentication;
import dev.leat.graph.resource.EndpointSettings;
import dev.leat.graph.resource.HostType;
import dev.leat.graph.resource.Placed;
import dev.leat.graph.resource.RegistryAuthentication;
import dev.leat.graph.resource.RegistryEndpoint;
import dev.leat.graph.resource.ResourceMetadata;
import dev.leat.graph.resource.Tls;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The resources that always exist, unless somebody writes others of these names. */
final class Defaults {

    private static final Position NOWHERE = Position.startOf("(default)");

    private Defaults() {}

    /** The local broker. */
    static DataflowEndpoint endpoint(String namespace) {
        return new DataflowEndpoint(
                metadata(DataflowEndpoint.DEFAULT_NAME, namespace),
                Optional.of(HostType.LOCAL_BROKER),
                new EndpointSettings.Mqtt(
                        placed(EndpointSettings.Mqtt.DEFAULT_HOST),
                        Optional.empty(),
                        EndpointSettings.MqttProtocol.MQTT,
                        60,
                        EndpointSettings.Retain.KEEP,
                        100,
                        1,
                        600,
                        new Tls(true, Optional.empty()),
                        EndpointSettings.CloudEventAttributes.PROPAGATE,
                        new EndpointAuthentication.ServiceAccountToken(
                                EndpointAuthentication.ServiceAccountToken.DEFAULT_AUDIENCE)));
    }

    /** The product's public registry. */
    static RegistryEndpoint registry(String namespace) {
        return new RegistryEndpoint(
                metadata(RegistryEndpoint.DEFAULT_NAME, namespace),
                placed(RegistryEndpoint.DEFAULT_HOST),
                new RegistryAuthentication.Anonymous(),
                List.of());
    }

    private static ResourceMetadata metadata(String name, String namespace) {
        return new ResourceMetadata(placed(name), namespace, Map.of(), Map.of());
    }

    private static Placed placed(String text) {
        return new Placed(text, NOWHERE);
    }
}
