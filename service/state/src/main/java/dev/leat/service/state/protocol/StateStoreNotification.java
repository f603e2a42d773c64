package dev.leat.service.state.protocol;

import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.StateStoreException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a client is told of a key that it asked to be told of: the payload of a notification. The key is in the topic, the
 * version in the user property {@link StateStoreProperties#TIMESTAMP}.
 *
 * @param value the new one; empty where the key was deleted or has expired
 */
public record StateStoreNotification(Optional<Bytes> value) {

    private static final int MOST_PARTS = 4;

    /** The notification as a store sends it. */
    public Bytes encode() {
        return value.map(content -> new RespWriter()
                        .array(4)
                        .blob("NOTIFY")
                        .blob("SET")
                        .blob("VALUE")
                        .blob(content)
                        .toBytes())
                .orElseGet(() ->
                        new RespWriter().array(2).blob("NOTIFY").blob("DELETE").toBytes());
    }

    /**
     * Reads a notification; a deletion may be written {@code DELETE} or {@code DEL}, all words in any case.
     *
     * @throws StateStoreException {@link StateStoreException.Reason#PROTOCOL} where it is none
     */
    public static StateStoreNotification parse(Bytes payload) {
        try {
            RespReader reader = new RespReader(payload);
            List<Bytes> parts = reader.blobs(MOST_PARTS);
            reader.expectEnd();
            if (parts.size() >= 2 && is(parts.get(0), "NOTIFY")) {
                if (parts.size() == 4 && is(parts.get(1), "SET") && is(parts.get(2), "VALUE")) {
                    return new StateStoreNotification(Optional.of(parts.get(3)));
                }
                if (parts.size() == 2 && (is(parts.get(1), "DELETE") || is(parts.get(1), "DEL"))) {
                    return new StateStoreNotification(Optional.empty());
                }
            }
            throw new RespException("other words than NOTIFY SET VALUE or NOTIFY DELETE");
        } catch (RespException malformed) {
            throw new StateStoreException(
                    StateStoreException.Reason.PROTOCOL,
                    "the state store's notification is none: " + malformed.getMessage());
        }
    }

    private static boolean is(Bytes part, String word) {
        return part.length() <= 8 && part.asUtf8().toUpperCase(Locale.ROOT).equals(word);
    }
}
