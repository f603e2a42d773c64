package dev.leat.component.wasi;

import dev.leat.component.model.HostContext;
import dev.leat.component.model.Linker;
import java.time.Instant;
import java.util.Map;

/** {@code wasi:clocks}: the time of day, and a clock to measure with. */
final class Clocks {

    private static final int MICROSECOND = 1000;

    private Clocks() {}

    static void addTo(Linker linker) {
        Wasi.provide(linker, "wasi:clocks/wall-clock")
                .function(
                        "now",
                        (context, arguments) ->
                                datetime(options(context).wallClock().instant()))
                .function("resolution", (context, arguments) -> datetime(Instant.ofEpochSecond(0, MICROSECOND)));
        Wasi.provide(linker, "wasi:clocks/monotonic-clock")
                .function("now", (context, arguments) -> now(context))
                .function("resolution", (context, arguments) -> 1L)
                .function("subscribe-instant", (context, arguments) -> new Pollable.Timer((Long) arguments[0]))
                .function(
                        "subscribe-duration",
                        (context, arguments) -> new Pollable.Timer(after(now(context), (Long) arguments[0])));
    }

    private static Map<String, Object> datetime(Instant instant) {
        Instant bounded = instant.isBefore(Instant.EPOCH) ? Instant.EPOCH : instant;
        return Map.of("seconds", bounded.getEpochSecond(), "nanoseconds", (long) bounded.getNano());
    }

    /** The moment a duration from now, or the last there is; both without a sign. */
    private static long after(long now, long duration) {
        long moment = now + duration;
        return Long.compareUnsigned(moment, now) < 0 ? -1 : moment;
    }

    private static long now(HostContext context) {
        return options(context).monotonicClock().nanos();
    }

    private static WasiOptions options(HostContext context) {
        return context.state(WasiContext.class).options();
    }
}
