package dev.leat.platform.server;

/** Why a flow does not work: the codes of Azure IoT Operations, and a few of Leat's own. */
enum Reason {
    /** Everything works. */
    NONE(""),
    /** {@code mode: Disabled}. */
    DISABLED("Disabled"),
    /** It is being loaded or started. */
    PROGRESSING("Progressing"),
    RESOURCE_INVALID("DataflowGraphConfigurationFailed"),
    CONFIGURATION_FAILED("DataflowGraphConfigurationFailed"),
    MODULE_DOWNLOAD_FAILED("DataflowGraphModuleDownloadFailed"),
    MODULE_DOWNLOAD_TIMEOUT("DataflowGraphModuleDownloadTimeout"),
    INSTANTIATION_FAILED("DataflowGraphInstantiationFailed"),
    SOURCE_SCHEMA_RETRIEVAL_FAILED("DataflowGraphSourceSchemaRetrievalFailed"),
    PROCESSING_FAILED("DataflowGraphProcessingFailed"),
    SOURCE_CHANNEL_CLOSED("DataflowGraphSourceChannelClosed"),
    MQTT_SOURCE_CONNECTION_FAILED("DataflowMqttSourceConnectionFailed"),
    MQTT_SOURCE_SUBSCRIPTION_FAILED("DataflowMqttSourceSubscriptionFailed"),
    MQTT_TARGET_CONNECTION_FAILED("DataflowMqttTargetConnectionFailed"),
    KAFKA_SOURCE_CONNECTION_FAILED("DataflowKafkaSourceConnectionFailed"),
    KAFKA_TARGET_CONNECTION_FAILED("DataflowKafkaTargetConnectionFailed"),
    OTEL_TARGET_SEND_FAILED("DataflowOtelTargetSendFailed");

    private final String code;

    Reason(String code) {
        this.code = code;
    }

    /** As conditions show it; empty where all is well. */
    String code() {
        return code;
    }
}
