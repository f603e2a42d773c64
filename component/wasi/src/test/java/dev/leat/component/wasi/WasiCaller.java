package dev.leat.component.wasi;

import dev.leat.component.core.StoreLimits;
import dev.leat.component.model.ComponentInstance;
import dev.leat.component.model.InstanceLimits;
import dev.leat.component.model.LinkedComponent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** An instance of the fixture {@code wasi-calls}, which does what it is told. */
final class WasiCaller implements AutoCloseable {

    private static final List<String> RUN = List.of("run");

    private final LinkedComponent linked;
    private final ComponentInstance instance;

    WasiCaller(String engine, WasiContext context, Duration callTime) {
        linked = Guests.linker().link(Guests.fixture(engine, "wasi-calls"));
        instance = linked.instantiate(new InstanceLimits(StoreLimits.DEFAULT, Optional.of(callTime)), context);
    }

    /** Has one command done by an instance that is made for it. */
    static String run(String engine, WasiOptions options, String command) {
        try (WasiContext context = new WasiContext(options);
                WasiCaller caller = new WasiCaller(engine, context, Duration.ofMinutes(1))) {
            return caller.run(command);
        }
    }

    String run(String command) {
        return (String) instance.function(linked.function(RUN)).call(command).orElseThrow();
    }

    @Override
    public void close() {
        instance.close();
    }
}
