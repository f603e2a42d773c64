package dev.leat.graph.resource;

/** What stands behind an endpoint, where the user says so. */
public enum HostType {
    FABRIC_RT("FabricRT", EndpointType.KAFKA),
    EVENT_GRID("EventGrid", EndpointType.MQTT),
    LOCAL_BROKER("LocalBroker", EndpointType.MQTT),
    EVENTHUB("Eventhub", EndpointType.KAFKA),
    CUSTOM_MQTT("CustomMqtt", EndpointType.MQTT),
    CUSTOM_KAFKA("CustomKafka", EndpointType.KAFKA);

    private final String spelling;
    private final EndpointType endpointType;

    HostType(String spelling, EndpointType endpointType) {
        this.spelling = spelling;
        this.endpointType = endpointType;
    }

    String spelling() {
        return spelling;
    }

    /** The type of endpoint that it goes with. */
    public EndpointType endpointType() {
        return endpointType;
    }
}
