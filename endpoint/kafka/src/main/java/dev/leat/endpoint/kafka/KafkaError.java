package dev.leat.endpoint.kafka;

/** The error codes of the Kafka endpoints, each with what the user can do about it. */
public enum KafkaError {
    /** No connection: nobody listens there, the name is unknown, or there was no answer in time. */
    BROKER_UNREACHABLE(
            "001",
            "Check host and port, that the broker runs, whether it wants TLS, and that its advertised listeners can be"
                    + " reached from here."),
    /** An established connection broke, or nothing came over it for a while. */
    CONNECTION_LOST("002", "Nothing is lost: what is not confirmed waits, and goes out when the broker is back."),
    /** The broker did not accept who this is. */
    AUTHENTICATION_FAILED(
            "003", "Check mechanism, user name and password or token, and what the broker's listener takes."),
    /** This user may not do that at the broker. */
    NOT_AUTHORIZED("004", "Let this user read or write the topic, and as a source use the consumer group."),
    /** The topic is not there. */
    TOPIC_MISSING("005", "Create the topic, or let the broker create topics; it is looked for until it is there."),
    /** A name is none that Kafka allows for topics. */
    TOPIC_INVALID(
            "006", "Use at most 249 letters, digits, dots, hyphens and underscores; Kafka knows no wildcards here."),
    /** The broker's certificate, or this client's, was not accepted, or the broker does not speak TLS there. */
    TLS_FAILED(
            "007", "Check the authorities, the host name in the broker's certificate, and the client's certificate."),
    /** Authorities, a certificate or a key cannot be read, or do not fit each other. */
    TLS_MATERIAL_INVALID("008", "Give certificates and keys in PEM; a certificate's own key belongs to it."),
    /** A user name, a password or a token cannot be read. */
    CREDENTIALS_UNREADABLE("009", "Check that the file is there, may be read and is not empty; it is read again."),
    /** The broker will never take this record; it is lost. */
    RECORD_REFUSED("010", "Correct the record: its size (max.message.bytes of the topic), its time or its form."),
    /** A message was worth nothing any more before it was written; it was dropped. */
    MESSAGE_EXPIRED("011", "Nothing, where this may be; else let messages live longer, or see why they wait."),
    /** The broker did not take a record now; it is sent again. */
    SEND_FAILED("012", "Nothing is lost: it is sent again until it works. The reason says what to look at."),
    /** Offsets were not committed; this is tried again. */
    COMMIT_FAILED("013", "Nothing is lost; after a restart, some records may come again."),
    /** The header __ts is no timestamp; the time of arrival was taken. */
    TIMESTAMP_MALFORMED("014", "Send __ts as milliseconds:counter:node, such as 1732147200123:0:df, or not at all."),
    /** The counter of the header __ts is used up; the time of arrival was taken. */
    TIMESTAMP_REJECTED("015", "The node that sent this counter is broken, or its wall clock stands still."),
    /** Reading ended with an answer that nobody expects; it begins anew. */
    CONSUME_FAILED("016", "The reason says what to look at; reading begins anew at the last committed offset."),
    /** A header was left out, as it is no UTF-8 or too large. */
    HEADER_DROPPED("017", "Send headers in UTF-8 with less than 64 KiB; AMQP clients of Event Hubs write others.");

    private final String number;
    private final String hint;

    KafkaError(String number, String hint) {
        this.number = number;
        this.hint = hint;
    }

    /** Such as {@code LEAT-KAFKA-001}. */
    public String code() {
        return "LEAT-KAFKA-" + number;
    }

    /** What to do, in a sentence. */
    public String hint() {
        return hint;
    }
}
