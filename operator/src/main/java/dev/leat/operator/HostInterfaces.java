package dev.leat.operator;

import dev.leat.component.model.HostContext;
import dev.leat.component.model.Linker;
import dev.leat.component.model.Result;
import dev.leat.component.model.Variant;
import dev.leat.dataflow.data.Bytes;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Leat provides to modules under {@code wasm-graph:processor}. The command invoker answers with its
 * interface's errors: nothing stands behind it here.
 */
final class HostInterfaces {

    private static final String PREFIX = "wasm-graph:processor/";
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
        StateStoreInterface.addTo(linker.instance(PREFIX + "state-store" + VERSION));
        SchemaRegistryInterface.addTo(linker.instance(PREFIX + "schema-registry" + VERSION));
        addCommandInvoker(linker.instance(PREFIX + "command-invoker" + VERSION));
    }

    private static ModuleState state(HostContext context) {
        return context.state(ModuleState.class);
    }

    private static @Nullable Object log(HostContext context, Object[] arguments) {
        state(context).log(LEVELS[((Wit.Level) arguments[0]).ordinal()], (String) arguments[1], (String) arguments[2]);
        return null;
    }

    private static void addCommandInvoker(Linker.HostInstance invoker) {
        invoker.resource("command-request", Object.class)
                .resource("command-request-builder", Object.class)
                .resource("command-invoker-options", Object.class)
                .resource("command-invoker-options-builder", Object.class)
                .resource("command-invoker", Object.class);
        for (String builder : List.of("command-request-builder", "command-invoker-options-builder")) {
            invoker.function("[constructor]" + builder, (context, arguments) -> new Object());
        }
        for (String setter : List.of(
                "[method]command-request-builder.payload",
                "[method]command-request-builder.custom-user-data",
                "[method]command-request-builder.topic-tokens",
                "[method]command-request-builder.timeout",
                "[method]command-request-builder.build",
                "[method]command-invoker-options-builder.request-topic-pattern",
                "[method]command-invoker-options-builder.response-topic-pattern",
                "[method]command-invoker-options-builder.command-name",
                "[method]command-invoker-options-builder.topic-namespace",
                "[method]command-invoker-options-builder.topic-token-map",
                "[method]command-invoker-options-builder.response-topic-prefix",
                "[method]command-invoker-options-builder.response-topic-suffix",
                "[method]command-invoker-options-builder.build",
                "[method]command-invoker.invoke",
                "new-invoker")) {
            invoker.function(setter, (context, arguments) -> Result.err(Variant.of("configuration-invalid")));
        }
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
