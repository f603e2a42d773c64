package dev.leat.operator;

import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.StateStore;
import dev.leat.operator.service.StateStoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store in a map that writes down how it is called, and fails where it is told to. */
final class MapStateStore implements StateStore {

    final Map<String, String> values = new HashMap<>();
    final List<String> calls = new ArrayList<>();
    final List<Duration> timeouts = new ArrayList<>();

    /** What every call fails of; null: none does. */
    @Nullable
    StateStoreException failure;

    private long time = 1_750_000_000_123L;

    private Optional<Timestamp> version() {
        return Optional.of(new Timestamp(++time, 7, "store"));
    }

    private void called(String call) {
        calls.add(call);
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public Found get(Bytes key, Duration timeout) {
        timeouts.add(timeout);
        called("get " + key.asUtf8() + " within " + timeout);
        return new Found(Optional.ofNullable(values.get(key.asUtf8())).map(Bytes::utf8), version());
    }

    @Override
    public Stored set(Bytes key, Bytes value, SetOptions options, Duration timeout) {
        called("set " + key.asUtf8() + "=" + value.asUtf8() + " " + options.condition()
                + options.expiry().map(expiry -> " for " + expiry).orElse("")
                + options.fencingToken().map(token -> " with " + token).orElse(""));
        String present = values.get(key.asUtf8());
        if (present != null
                && options.condition() != Condition.ALWAYS
                && (options.condition() == Condition.ABSENT || !present.equals(value.asUtf8()))) {
            return new Stored(false, Optional.empty());
        }
        values.put(key.asUtf8(), value.asUtf8());
        return new Stored(true, version());
    }

    @Override
    public Deleted delete(Bytes key, Optional<Timestamp> fencingToken, Duration timeout) {
        called("del " + key.asUtf8());
        return values.remove(key.asUtf8()) == null ? new Deleted(0, Optional.empty()) : new Deleted(1, version());
    }

    @Override
    public Deleted deleteIfEqual(Bytes key, Bytes value, Optional<Timestamp> fencingToken, Duration timeout) {
        called("vdel " + key.asUtf8() + "=" + value.asUtf8());
        return values.remove(key.asUtf8(), value.asUtf8())
                ? new Deleted(1, version())
                : new Deleted(values.containsKey(key.asUtf8()) ? -1 : 0, Optional.empty());
    }

    @Override
    public Watch watch(Bytes key, Consumer<Change> listener, Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Page scan(Bytes pattern, Optional<String> next, Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
