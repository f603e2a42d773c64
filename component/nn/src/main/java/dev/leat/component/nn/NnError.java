package dev.leat.component.nn;

/** The resource {@code errors.error}. */
record NnError(ErrorCode code, String data) {

    /** What a handle of it keeps alive, in bytes, about. */
    long weight() {
        return 128 + 2L * data.length();
    }
}
