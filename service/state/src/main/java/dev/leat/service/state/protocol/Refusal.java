package dev.leat.service.state.protocol;

import dev.leat.operator.service.StateStoreException;

/** Why a state store refuses a request: the documented texts, as they stand behind {@code -ERR}. */
public enum Refusal {
    REQUEST_FROM_THE_FUTURE(
            "the request timestamp is too far in the future; ensure that the client and broker system clocks are "
                    + "synchronized"),
    TOKEN_REQUIRED("a fencing token is required for this request"),
    TOKEN_FROM_THE_FUTURE(
            "the request fencing token timestamp is too far in the future; ensure that the client and broker system "
                    + "clocks are synchronized"),
    TOKEN_TOO_LOW("the request fencing token is a lower version than the fencing token protecting the resource"),
    QUOTA_EXCEEDED("the quota has been exceeded"),
    SYNTAX_ERROR("syntax error"),
    NOT_AUTHORIZED("not authorized"),
    UNKNOWN_COMMAND("unknown command"),
    WRONG_NUMBER_OF_ARGUMENTS("wrong number of arguments"),
    MISSING_TIMESTAMP("missing timestamp"),
    MALFORMED_TIMESTAMP("malformed timestamp"),
    KEY_IS_EMPTY("the key length is zero");

    private final String text;

    Refusal(String text) {
        this.text = text;
    }

    /** What a client reads, without {@code -ERR}. */
    public String text() {
        return text;
    }

    /** What a caller in this process gets: {@link StateStoreException.Reason#REQUEST} with the text. */
    public StateStoreException exception() {
        return new StateStoreException(StateStoreException.Reason.REQUEST, text);
    }
}
