package dev.leat.operator;

import dev.leat.component.model.HostContext;
import dev.leat.component.model.Linker;
import dev.leat.dataflow.data.Bytes;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Leat provides to modules under {@code wasm-graph:processor}.
 */
final class HostInterfaces {

    static final String PREFIX = "wasm-graph:processor/";
    private static final String VERSION = "@1.1.0";

    private static final OperatorLog.Level[] LEVELS = OperatorLog.Level.values();

    private HostInterfaces() {}

    static void addTo(Linker linker) {
        linker.instance(PREFIX + "types" + VERSION)
                .weighedResource("buffer", Bytes.class, Bytes::length, dropped -> {})
                .function(
                        "[method]buffer.read",
                        List.of(Bytes.class),
                        byte[].class,
                        (context, arguments) -> ((Bytes) arguments[0]).unsafeArray());
        linker.instance(PREFIX + "logger" + VERSION)
                .function("log", List.of(Wit.Level.class, String.class, String.class), void.class, HostInterfaces::log);
        MetricsInterface.addTo(linker.instance(PREFIX + "metrics" + VERSION));
        StateStoreInterface.addTo(linker.instance(HostServices.STATE_STORE + VERSION));
        SchemaRegistryInterface.addTo(linker.instance(HostServices.SCHEMA_REGISTRY + VERSION));
        CommandInterface.addTo(linker.instance(HostServices.COMMANDS + VERSION));
    }

    private static ModuleState state(HostContext context) {
        return context.state(ModuleState.class);
    }

    private static @Nullable Object log(HostContext context, Object[] arguments) {
        state(context).log(LEVELS[((Wit.Level) arguments[0]).ordinal()], (String) arguments[1], (String) arguments[2]);
        return null;
    }

    /**
     * A module's own timeout, or nine tenths of what its call has left: nothing ends a function of the host that waits, and
     * with the rest the module can make something of the answer that there is none.
     */
    static Duration within(HostContext context, Duration asked) {
        Duration left = Duration.ofNanos(Math.max(1, context.nanosLeft() / 10 * 9));
        return left.compareTo(asked) < 0 ? left : asked;
    }

    /** A generic type, as reflection would give it. */
    static ParameterizedType generic(Class<?> raw, Type... arguments) {
        return new Generic(raw, List.of(arguments));
    }

    private record Generic(Class<?> raw, List<Type> arguments) implements ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return null;
        }
    }
}
