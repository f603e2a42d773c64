package dev.leat.operator;

import dev.leat.component.model.HostContext;
import dev.leat.component.model.Linker;
import dev.leat.component.model.Result;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.StateStore;
import dev.leat.operator.service.StateStore.Condition;
import dev.leat.operator.service.StateStore.Deleted;
import dev.leat.operator.service.StateStore.Found;
import dev.leat.operator.service.StateStore.SetOptions;
import dev.leat.operator.service.StateStore.Stored;
import dev.leat.operator.service.StateStoreException;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code wasm-graph:processor/state-store@1.1.0}, as calls of the {@link StateStore} that the host has. */
final class StateStoreInterface {

    private static final String NO_STORE = "no state store is connected";
    private static final String NO_TIME = "malformed timestamp";

    /** Longer than any process lives; what a guest asks for beyond it is the same. */
    private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE >>> 2);

    private StateStoreInterface() {}

    static void addTo(Linker.HostInstance store) {
        Type timeout = HostInterfaces.generic(Optional.class, Wit.Duration.class);
        Type token = HostInterfaces.generic(Optional.class, Wit.HybridLogicalClock.class);
        store.function(
                        "get",
                        List.of(byte[].class, timeout),
                        answer(Wit.StateStoreGetResponse.class),
                        (context, arguments) -> call(context, arguments[1], (service, wait) -> {
                            Found found = service.get(bytes(arguments[0]), wait);
                            return new Wit.StateStoreGetResponse(
                                    found.value().map(Bytes::unsafeArray), version(found.version()));
                        }))
                .function(
                        "set",
                        List.of(byte[].class, byte[].class, timeout, token, Wit.SetOptions.class),
                        answer(Wit.StateStoreSetResponse.class),
                        (context, arguments) -> call(context, arguments[2], (service, wait) -> {
                            Stored stored = service.set(
                                    bytes(arguments[0]),
                                    bytes(arguments[1]),
                                    options((Wit.SetOptions) arguments[4], time(arguments[3])),
                                    wait);
                            return new Wit.StateStoreSetResponse(stored.applied(), version(stored.version()));
                        }))
                .function(
                        "del",
                        List.of(byte[].class, token, timeout),
                        answer(Wit.StateStoreDelResponse.class),
                        (context, arguments) -> call(
                                context,
                                arguments[2],
                                (service, wait) ->
                                        deleted(service.delete(bytes(arguments[0]), time(arguments[1]), wait))))
                .function(
                        "vdel",
                        List.of(byte[].class, byte[].class, token, timeout),
                        answer(Wit.StateStoreDelResponse.class),
                        (context, arguments) -> call(
                                context,
                                arguments[3],
                                (service, wait) -> deleted(service.deleteIfEqual(
                                        bytes(arguments[0]), bytes(arguments[1]), time(arguments[2]), wait))));
    }

    private static Type answer(Class<?> response) {
        return HostInterfaces.generic(Result.class, response, Wit.StateStoreError.class);
    }

    @FunctionalInterface
    private interface Call {
        Object on(StateStore store, Duration timeout);
    }

    private static Result<Object, Object> call(HostContext context, Object timeout, Call call) {
        Optional<StateStore> store =
                context.state(ModuleState.class).settings().services().stateStore();
        if (store.isEmpty()) {
            return Result.err(new Wit.StateStoreError.RequestError(NO_STORE));
        }
        try {
            Duration wait = optional(timeout, Wit.Duration.class, StateStoreInterface::duration)
                    .orElse(StateStore.DEFAULT_TIMEOUT);
            return Result.ok(call.on(store.get(), HostInterfaces.within(context, wait)));
        } catch (StateStoreException failure) {
            return Result.err(
                    switch (failure.reason()) {
                        case REQUEST -> new Wit.StateStoreError.RequestError(String.valueOf(failure.getMessage()));
                        case TIMEOUT -> new Wit.StateStoreError.Timeout();
                        case PROTOCOL -> new Wit.StateStoreError.Protocol();
                        case INTERNAL -> internal(context, failure);
                    });
        }
    }

    /** The guest learns no more than that; whoever runs the graph reads why. */
    private static Wit.StateStoreError internal(HostContext context, StateStoreException failure) {
        OperatorSettings settings = context.state(ModuleState.class).settings();
        settings.log().log(
                OperatorLog.Level.ERROR, settings.operation(), "state-store", String.valueOf(failure.getMessage()));
        return new Wit.StateStoreError.Internal();
    }

    private static SetOptions options(Wit.SetOptions options, Optional<Timestamp> token) {
        Condition condition = switch (options.conditions()) {
            case ONLY_IF_DOES_NOT_EXIST -> Condition.ABSENT;
            case ONLY_IF_EQUAL_OR_DOES_NOT_EXIST -> Condition.ABSENT_OR_EQUAL;
            case UNCONDITIONAL -> Condition.ALWAYS;
        };
        return new SetOptions(condition, options.expires().map(StateStoreInterface::duration), token);
    }

    private static Wit.StateStoreDelResponse deleted(Deleted deleted) {
        return new Wit.StateStoreDelResponse(deleted.count(), version(deleted.version()));
    }

    /** The array is the guest's copy already, and nobody else has it. */
    private static Bytes bytes(Object argument) {
        return Bytes.of((byte[]) argument);
    }

    private static Optional<Timestamp> time(Object argument) {
        return optional(argument, Wit.HybridLogicalClock.class, time -> {
            try {
                return WitValues.fromWit(time);
            } catch (IllegalArgumentException | ArithmeticException noTime) {
                throw new StateStoreException(StateStoreException.Reason.REQUEST, NO_TIME, noTime);
            }
        });
    }

    private static Optional<Wit.HybridLogicalClock> version(Optional<Timestamp> version) {
        return version.map(WitValues::toWit);
    }

    static Duration duration(Wit.Duration duration) {
        return WitValues.duration(duration, LONGEST);
    }

    private static <W, V> Optional<V> optional(Object argument, Class<W> type, Function<W, V> value) {
        return ((Optional<?>) argument).map(type::cast).map(value);
    }
}
