package dev.leat.endpoint.mqtt;

import java.time.Duration;

/**
 * Tells a session that another client takes again and again from a connection that breaks.
 *
 * <p>A broker should say DISCONNECT with the reason "session taken over". Mosquitto 2.0.11, which Debian ships, closes the
 * connection without a word, as a broker that dies does. Then only the pattern tells: the broker is there all the time, it
 * knows the session each time, and yet it ends each connection at once. A broker that dies is not there for a while, or has
 * forgotten the session, or stays. Of two clients that take the session from each other, the one that was there first
 * reaches the limit first, and the other keeps the session. Belongs to one thread.
 */
final class SilentEnds {

    /** As few as tell the pattern from a broker that is restarted twice in a row. */
    static final int MOST = 3;

    /** How long a connection lasts that nobody takes over. */
    static final Duration STABLE = Duration.ofSeconds(10);

    private int inARow;
    private boolean resumedAtOnce;

    /** @param atOnce whether the first attempt succeeded after the connection before this one had ended */
    void connected(boolean atOnce, boolean sessionPresent) {
        resumedAtOnce = atOnce && sessionPresent;
    }

    /**
     * Whether this end of a connection is one too many.
     *
     * @param silent whether neither the broker nor this client said why
     * @param lasted how long the connection had been there
     */
    boolean disconnected(boolean silent, Duration lasted) {
        boolean continues = resumedAtOnce && lasted.compareTo(STABLE) < 0;
        inARow = silent ? (continues ? inARow : 0) + 1 : 0;
        return inARow >= MOST;
    }
}
