package dev.leat.operator;

import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.StateStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A state store of texts in a map: what modules need of one, for one thread. */
final class KeptValues implements StateStore {

    private final Map<String, String> values = new TreeMap<>();
    private long changes;

    KeptValues with(String key, String value) {
        values.put(key, value);
        return this;
    }

    Map<String, String> values() {
        return values;
    }

    @Override
    public Found get(Bytes key, Duration timeout) {
        return new Found(Optional.ofNullable(values.get(key.asUtf8())).map(Bytes::utf8), Optional.empty());
    }

    @Override
    public Stored set(Bytes key, Bytes value, SetOptions options, Duration timeout) {
        String stored = values.get(key.asUtf8());
        boolean applied = switch (options.condition()) {
            case ALWAYS -> true;
            case ABSENT -> stored == null;
            case ABSENT_OR_EQUAL -> stored == null || stored.equals(value.asUtf8());
        };
        if (!applied) {
            return new Stored(false, Optional.empty());
        }
        values.put(key.asUtf8(), value.asUtf8());
        return new Stored(true, Optional.of(new Timestamp(++changes, 0, "store")));
    }

    @Override
    public Deleted delete(Bytes key, Optional<Timestamp> fencingToken, Duration timeout) {
        return new Deleted(values.remove(key.asUtf8()) == null ? 0 : 1, Optional.empty());
    }

    @Override
    public Deleted deleteIfEqual(Bytes key, Bytes value, Optional<Timestamp> fencingToken, Duration timeout) {
        return new Deleted(values.remove(key.asUtf8(), value.asUtf8()) ? 1 : 0, Optional.empty());
    }

    @Override
    public Watch watch(Bytes key, Consumer<Change> listener, Duration timeout) {
        throw new UnsupportedOperationException("modules cannot watch");
    }

    @Override
    public Page scan(Bytes pattern, Optional<String> next, Duration timeout) {
        throw new UnsupportedOperationException("modules cannot scan");
    }

    @Override
    public void close() {}
}
