package dev.leat.service.rpc;

/** The error codes of what goes over MQTT between programs, each with what the user can do about it. */
public enum RpcProblem {
    /** A topic pattern, a token, a header or a timeout of an invoker or executor is not what the protocol allows. */
    OPTIONS("001", "Correct what the message names."),
    /** Nobody answered in time. */
    NO_ANSWER("002", "Check that the other side runs and listens on this topic, or allow more time."),
    /** The request did not get to the broker. */
    NOT_SENT("003", "See the code that follows, and the connection to the broker."),
    /** What came as an answer is none. */
    BAD_ANSWER("004", "Correct the other side: the message says which part of its answer is wrong."),
    /** The other side refused the request. */
    REFUSED("005", "The message is the other side's own."),
    /** More requests are under way than the connection allows. */
    TOO_MANY_REQUESTS("006", "Allow more requests in flight, more time, or ask less."),
    /** The connection was closed while a request was under way. */
    CLOSED("007", "What was asked for may have been done all the same."),
    /** A request came that nobody can be answered for; it is acknowledged and dropped. */
    UNANSWERABLE(
            "008",
            "Correct the client: a request needs a response topic without wildcards, which is neither its own nor one of notifications."),
    /** A response or a notification could not be published. */
    NOT_ANSWERED("009", "Check what the server may publish: it writes to the response topics that clients name."),
    /** A watch could not be registered again after a reconnect; it is tried again. */
    WATCH_INTERRUPTED("010", "Changes may be missed meanwhile: read the key when it matters.");

    private final String number;
    private final String hint;

    RpcProblem(String number, String hint) {
        this.number = number;
        this.hint = hint;
    }

    /** Such as {@code LEAT-RPC-002}. */
    public String code() {
        return "LEAT-RPC-" + number;
    }

    /** What to do, in a sentence. */
    public String hint() {
        return hint;
    }

    /** Code, what happened, and what to do. */
    String says(String what) {
        return code() + ": " + what + ". " + hint;
    }
}
