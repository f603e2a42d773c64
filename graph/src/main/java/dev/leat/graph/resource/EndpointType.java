package dev.leat.graph.resource;

/** The types of endpoints, and where their settings stand. */
public enum EndpointType {
    MQTT("Mqtt", "mqttSettings"),
    KAFKA("Kafka", "kafkaSettings"),
    OPEN_TELEMETRY("OpenTelemetry", "openTelemetrySettings"),
    DATA_EXPLORER("DataExplorer", "dataExplorerSettings"),
    DATA_LAKE_STORAGE("DataLakeStorage", "dataLakeStorageSettings"),
    FABRIC_ONE_LAKE("FabricOneLake", "fabricOneLakeSettings"),
    LOCAL_STORAGE("LocalStorage", "localStorageSettings");

    private final String spelling;
    private final String settingsKey;

    EndpointType(String spelling, String settingsKey) {
        this.spelling = spelling;
        this.settingsKey = settingsKey;
    }

    /** The word for it under {@code endpointType}. */
    public String spelling() {
        return spelling;
    }

    String settingsKey() {
        return settingsKey;
    }

    /** Whether Leat runs it. */
    public boolean isRun() {
        return switch (this) {
            case MQTT, KAFKA, OPEN_TELEMETRY -> true;
            case DATA_EXPLORER, DATA_LAKE_STORAGE, FABRIC_ONE_LAKE, LOCAL_STORAGE -> false;
        };
    }
}
