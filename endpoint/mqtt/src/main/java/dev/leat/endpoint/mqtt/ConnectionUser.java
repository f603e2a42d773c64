package dev.leat.endpoint.mqtt;

/** A source or sink on a connection. Called by the client's event loop, or by the thread that opens the connection. */
interface ConnectionUser {

    /** The connection is there, for the first time or again. */
    void connected();

    /** There will be no connection. */
    void failed(MqttEndpointException reason);
}
