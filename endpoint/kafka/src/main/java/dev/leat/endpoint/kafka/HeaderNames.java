package dev.leat.endpoint.kafka;

/** What the headers of Kafka records are called that stand for something of a message. */
final class HeaderNames {

    static final String PAYLOAD_FORMAT_INDICATOR = "Payload Format Indicator";
    static final String RESPONSE_TOPIC = "Response Topic";
    static final String MESSAGE_EXPIRY_INTERVAL = "Message Expiry Interval";
    static final String CORRELATION_DATA = "Correlation Data";
    static final String CONTENT_TYPE = "Content Type";

    /** The logical time. */
    static final String LOGICAL_TIME = "__ts";

    /** Before the attributes of CloudEvents. */
    static final String CLOUD_EVENTS_PREFIX = "ce_";

    /** The user property that a record's key becomes. */
    static final String KEY = "Key";

    /** The user property that a record's timestamp becomes, in milliseconds since the epoch. */
    static final String TIMESTAMP = "Timestamp";

    private HeaderNames() {}
}
