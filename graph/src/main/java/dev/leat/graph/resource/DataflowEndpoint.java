package dev.leat.graph.resource;

import java.util.Optional;

/** A system that data comes from or goes to. */
public record DataflowEndpoint(ResourceMetadata metadata, Optional<HostType> hostType, EndpointSettings settings)
        implements Resource {

    /** The name of the endpoint that always exists: the local MQTT broker. */
    public static final String DEFAULT_NAME = "default";

    @Override
    public ResourceKind kind() {
        return ResourceKind.DATAFLOW_ENDPOINT;
    }

    /** Whether this is the broker that comes with the product, which Leat's own stands for. */
    public boolean isLocalBroker() {
        return settings instanceof EndpointSettings.Mqtt mqtt
                && (hostType.filter(type -> type == HostType.LOCAL_BROKER).isPresent()
                        || mqtt.host().value().equals(EndpointSettings.Mqtt.DEFAULT_HOST));
    }

    /** Whether this is Azure Event Grid, which knows neither retained messages nor two connections of one session. */
    public boolean isEventGrid() {
        return settings instanceof EndpointSettings.Mqtt mqtt
                && (hostType.filter(type -> type == HostType.EVENT_GRID).isPresent()
                        || mqtt.host().value().contains(".eventgrid.azure.net"));
    }
}
