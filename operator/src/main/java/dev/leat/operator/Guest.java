package dev.leat.operator;

import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.TrapKind;
import dev.leat.component.model.ComponentException;
import dev.leat.component.model.ComponentFunction;
import dev.leat.component.model.ComponentInstance;
import dev.leat.component.model.LinkedComponent;
import dev.leat.component.model.LinkedComponent.PlannedFunction;
import dev.leat.component.model.Result;
import dev.leat.component.nn.NnContext;
import dev.leat.component.wasi.WasiContext;
import dev.leat.component.wasi.WasiOptions;
import dev.leat.dataflow.BrokenOperatorException;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One operation's instance of a module: made and initialised when the operation starts, and made again after a trap.
 * Confined to the worker's thread.
 */
final class Guest implements AutoCloseable {

    private static final int MOST_FRAMES = 8;

    /** The C library's end of a program, and what of Rust's libraries is on the way there from a panic. */
    private static final Pattern OF_THE_LIBRARY = Pattern.compile("([^ !]*!)?"
            + "(abort\\b|__rustc::|(std|core|alloc)::|<(\\[|str |[iuf](8|16|32|64|128|size) |(std|core|alloc)::))");

    private final LinkedComponent linked;
    private final String module;
    private final OperatorInterface type;
    private final OperatorSettings settings;
    private final ModuleState state;
    private final PlannedFunction init;
    private final PlannedFunction process;
    private @Nullable WasiContext wasi;
    private @Nullable NnContext nn;
    private @Nullable ComponentInstance instance;
    private @Nullable ComponentFunction processing;

    /**
     * @param parameters the Java types of the parameters of {@code process}
     * @param result the Java type of what {@code process} answers when all is well
     */
    Guest(
            LinkedComponent linked,
            String module,
            OperatorInterface type,
            OperatorSettings settings,
            List<Type> parameters,
            Type result) {
        this.linked = linked;
        this.module = module;
        this.type = type;
        this.settings = settings;
        this.state = new ModuleState(settings);
        this.init = linked.function(
                List.of(type.interfaceName(), "init"), List.of(Wit.ModuleConfiguration.class), boolean.class);
        this.process = linked.function(
                List.of(type.interfaceName(), "process"),
                parameters,
                HostInterfaces.generic(Result.class, result, Wit.Error.class));
    }

    /** Makes a fresh instance and initialises it. */
    void start() {
        state.beginCall();
        WasiContext context = new WasiContext(WasiOptions.builder()
                .stdout(line -> state.printed(false, line))
                .stderr(line -> state.printed(true, line))
                .build());
        wasi = context;
        NnContext models = new NnContext(settings.services().inference(), state::modelFailed);
        nn = models;
        ComponentInstance fresh = null;
        try {
            fresh = linked.instantiate(settings.limits(), state, context, models);
        } catch (CoreTrapException trap) {
            flush();
            throw new OperatorException(
                    OperatorProblem.INIT_TRAPPED, who() + " trapped while it started: " + reason(trap), trap);
        } catch (ComponentException unusable) {
            throw new OperatorException(
                    OperatorProblem.UNUSABLE_MODULE, who() + " cannot start: " + unusable.getMessage(), unusable);
        } finally {
            if (fresh == null) {
                releaseHeld();
            }
        }
        boolean ready = false;
        try {
            Object answer = fresh.function(init).call(configuration()).orElseThrow();
            flush();
            if (!(Boolean) answer) {
                throw new OperatorException(
                        OperatorProblem.INIT_REFUSED,
                        who() + " refused to start: its init answered false" + complaints()
                                + "; check the operation's configuration, which has "
                                + (settings.properties().isEmpty()
                                        ? "no parameter"
                                        : settings.properties().stream()
                                                .map(OperatorSettings.Property::key)
                                                .collect(Collectors.joining(", "))));
            }
            processing = fresh.function(process);
            instance = fresh;
            ready = true;
        } catch (CoreTrapException trap) {
            flush();
            throw new OperatorException(
                    OperatorProblem.INIT_TRAPPED, who() + " trapped in its init: " + reason(trap), trap);
        } catch (OperatorException refused) {
            throw refused;
        } catch (RuntimeException | Error failure) {
            throw hostFailed(" started: ", failure);
        } finally {
            if (!ready) {
                flush();
                fresh.close();
                releaseHeld();
            }
        }
    }

    /** After a trap. A module that does not start again is no fault of the record that comes next. */
    private void restart() {
        try {
            start();
        } catch (RuntimeException broken) {
            throw new BrokenOperatorException(broken);
        }
    }

    private Wit.ModuleConfiguration configuration() {
        return new Wit.ModuleConfiguration(
                settings.properties().stream()
                        .map(one -> new Wit.Setting(one.key(), one.value()))
                        .toList(),
                settings.schemas().stream()
                        .map(one -> new Wit.ModuleSchema(one.name(), one.contentType(), one.content()))
                        .toList());
    }

    /**
     * Lets the guest process a record.
     *
     * @throws BrokenOperatorException where the guest trapped before and does not start again
     * @throws OperatorException where the guest refuses the record, or where it traps, or the host fails under it: it has a
     *     fresh instance for the next record then
     */
    Object process(Object... arguments) {
        if (processing == null) {
            restart();
        }
        ComponentFunction function = processing;
        if (function == null) {
            throw new IllegalStateException("started, but nothing to call");
        }
        state.beginCall();
        Optional<Object> answer;
        try {
            answer = function.call(arguments);
            flush();
        } catch (CoreTrapException trap) {
            discard();
            if (trap.kind() == TrapKind.DEADLINE) {
                throw new OperatorException(
                        OperatorProblem.RECORD_TIMED_OUT,
                        who() + " took longer than " + limit() + " for a record and was stopped" + complaints(),
                        trap);
            }
            throw new OperatorException(OperatorProblem.RECORD_TRAPPED, who() + " trapped: " + reason(trap), trap);
        } catch (RuntimeException | Error failure) {
            discard();
            throw hostFailed(" ran: ", failure);
        }
        return switch ((Result<?, ?>) answer.orElseThrow()) {
            case Result.Ok<?, ?> ok -> ok.value();
            case Result.Err<?, ?> err ->
                throw new OperatorException(
                        OperatorProblem.RECORD_REFUSED,
                        who() + " refused the record: " + ((Wit.Error) err.error()).message());
        };
    }

    /** Hands on what the guest printed: at its death, that may say why. */
    private void flush() {
        WasiContext context = wasi;
        if (context != null) {
            context.flush();
        }
        state.flush();
    }

    /** Says that the guest's answer is no value, and why. */
    OperatorException badAnswer(RuntimeException why) {
        return new OperatorException(
                OperatorProblem.BAD_RESULT, who() + " answered what is no value: " + why.getMessage(), why);
    }

    /** Memory that is gone is no fault of the record's: it is thrown as it is. */
    private OperatorException hostFailed(String when, Throwable failure) {
        if (failure instanceof VirtualMachineError fatal && !(fatal instanceof StackOverflowError)) {
            throw fatal;
        }
        return new OperatorException(
                OperatorProblem.HOST_FAILED, "the host failed while " + who() + when + failure, failure);
    }

    private void discard() {
        flush();
        ComponentInstance old = instance;
        instance = null;
        processing = null;
        if (old != null) {
            old.close();
        }
        releaseHeld();
    }

    /** What the instance held of the host's. */
    private void releaseHeld() {
        state.instanceEnded();
        NnContext models = nn;
        nn = null;
        if (models != null) {
            models.close();
        }
    }

    private String who() {
        return "operation " + settings.operation() + " (" + type.word() + " of module " + module + ")";
    }

    private String limit() {
        return settings.limits().callTime().map(Duration::toString).orElse("allowed");
    }

    private String reason(CoreTrapException trap) {
        StringBuilder reason = new StringBuilder(String.valueOf(trap.getMessage())).append(complaints());
        List<String> frames = withoutPanic(trap.frames());
        frames.stream()
                .limit(MOST_FRAMES)
                .forEach(frame -> reason.append("\n    at ").append(frame));
        if (frames.size() > MOST_FRAMES) {
            reason.append("\n    ... ").append(frames.size() - MOST_FRAMES).append(" more");
        }
        return reason.toString();
    }

    /** The frames from the first one on that is not how the language's library ends a program. */
    static List<String> withoutPanic(List<String> frames) {
        int first = 0;
        while (first < frames.size()
                && OF_THE_LIBRARY.matcher(frames.get(first)).lookingAt()) {
            first++;
        }
        return first < frames.size() ? frames.subList(first, frames.size()) : frames;
    }

    private String complaints() {
        List<String> complaints = state.complaints();
        return complaints.isEmpty() ? "" : " (the guest said: " + String.join(" | ", complaints) + ")";
    }

    @Override
    public void close() {
        discard();
    }
}
