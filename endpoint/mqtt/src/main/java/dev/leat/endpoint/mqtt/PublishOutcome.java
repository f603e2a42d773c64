package dev.leat.endpoint.mqtt;

/** What became of a message that was published. Called by the client's event loop, and must not wait. */
public interface PublishOutcome {

    /**
     * The broker has the message.
     *
     * @param subscribed false where the broker says that nobody has subscribed to its topic; a broker need not say so
     */
    void published(boolean subscribed);

    /** The broker does not take the message, or MQTT cannot carry it. */
    void refused(MqttEndpointException reason);
}
