package dev.leat.component.endive;

/** Unwinds a guest whose time is up. */
final class DeadlineExceededException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DeadlineExceededException() {
        super("the deadline passed");
    }
}
