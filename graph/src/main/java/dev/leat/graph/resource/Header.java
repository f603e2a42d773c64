package dev.leat.graph.resource;

/** What a destination does with one header (MQTT: user property) of what it writes. */
public sealed interface Header {

    Placed key();

    /** Sets the header where the message has none of that name. */
    record AddIfNotPresent(Placed key, String value) implements Header {}

    /** Sets the header, whatever the message has. */
    record AddOrReplace(Placed key, String value) implements Header {}

    /** Takes the header away. */
    record Remove(Placed key) implements Header {}
}
