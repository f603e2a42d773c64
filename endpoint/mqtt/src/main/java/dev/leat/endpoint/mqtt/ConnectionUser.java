package dev.leat.endpoint.mqtt;

/** A source or sink on a connection. Called by the client's event loop, or by the thread that opens the connection. */
interface ConnectionUser {

    /**
     * The connection is there, for the first time or again.
     *
     * @param subscriptionsKept whether subscriptions that were made before still stand
     */
    void connected(boolean subscriptionsKept);

    /** There will be no connection, for good. */
    void failed(MqttEndpointException reason);
}
