package dev.leat.endpoint.otel;

/** The error codes of the OpenTelemetry destination, each with what the user can do about it. */
public enum OtelError {
    /** No connection: nobody listens there, the name is unknown, or there was no answer in time. */
    COLLECTOR_UNREACHABLE(
            "001",
            "Check host and port (4317 for OTLP over gRPC; 4318 is HTTP), that the collector runs, and whether it wants"
                    + " TLS."),
    /** An established connection broke. */
    CONNECTION_LOST("002", "Nothing is lost: what is not confirmed waits, and goes out when the collector is back."),
    /** The collector did not accept who this is. */
    AUTHENTICATION_FAILED("003", "Check the token and its audience; it is read again for each export."),
    /** This client may not export there. */
    NOT_AUTHORIZED("004", "Let this client send metrics and logs to the collector."),
    /** The collector does not take metrics, or does not take logs. */
    NOT_SUPPORTED("005", "Give the collector's OTLP receiver a pipeline for metrics and one for logs."),
    /** The collector's certificate, or this client's, was not accepted, or there is no TLS there. */
    TLS_FAILED(
            "006",
            "Check the authorities, the host name in the collector's certificate, and the client's certificate; without"
                    + " TLS, write http://."),
    /** Authorities, a certificate or a key cannot be read, or do not fit each other. */
    TLS_MATERIAL_INVALID("007", "Give certificates and keys in PEM; a certificate's own key belongs to it."),
    /** The token cannot be read. */
    CREDENTIALS_UNREADABLE("008", "Check that the file is there, may be read and is not empty; it is read again."),
    /** A message is no metrics and logs as they must be; it is lost. */
    MESSAGE_INVALID("009", "Correct what is named: docs/otel.md says what a message may hold."),
    /** A message would begin another series of a metric, and there are as many as there may be; it is lost. */
    TOO_MANY_SERIES("010", "Leave out attributes with many values, such as identifiers, or allow for more series."),
    /** A message was worth nothing any more before it was sent; it was dropped. */
    MESSAGE_EXPIRED("011", "Nothing, where this may be; else let messages live longer, or see why they wait."),
    /** The collector did not take an export now; it is sent again. */
    EXPORT_DEFERRED("012", "Nothing is lost: it is sent again until it works. The reason says what to look at."),
    /** The collector will never take this export; the messages in it are lost. */
    EXPORT_REFUSED("013", "The collector's answer says why; correct the messages, or the collector."),
    /** The collector took an export and dropped a part of it. */
    PARTLY_REJECTED("014", "The collector's answer says which part and why; it is not sent again.");

    private final String number;
    private final String hint;

    OtelError(String number, String hint) {
        this.number = number;
        this.hint = hint;
    }

    /** Such as {@code LEAT-OTEL-001}. */
    public String code() {
        return "LEAT-OTEL-" + number;
    }

    /** What to do, in a sentence. */
    public String hint() {
        return hint;
    }
}
