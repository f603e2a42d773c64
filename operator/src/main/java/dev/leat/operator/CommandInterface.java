package dev.leat.operator;

import dev.leat.component.model.HostContext;
import dev.leat.component.model.HostFunction;
import dev.leat.component.model.Linker;
import dev.leat.component.model.Result;
import dev.leat.component.model.Variant;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.UserProperty;
import dev.leat.operator.service.CommandException;
import dev.leat.operator.service.CommandException.Reason;
import dev.leat.operator.service.Commands;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code wasm-graph:processor/command-invoker}: requests that a module builds go to {@link Commands}.
 *
 * <p>A builder's setters give a further handle for the same builder back, so that modules may go on with either. Errors of
 * the interface carry no text: why a command failed is logged, as the operation's.
 */
final class CommandInterface {

    private static final Logger LOG = LoggerFactory.getLogger(CommandInterface.class);

    private static final String REQUEST = "command-request";
    private static final String REQUEST_BUILDER = "command-request-builder";
    private static final String OPTIONS = "command-invoker-options";
    private static final String OPTIONS_BUILDER = "command-invoker-options-builder";
    private static final String INVOKER = "command-invoker";

    /** How many invokers an instance holds at once: each is a subscription at the broker. */
    static final int MOST_INVOKERS = 64;

    /** As good as for ever. */
    private static final Duration LONGEST = Duration.ofSeconds(Integer.MAX_VALUE);

    private static final Type PAIRS = HostInterfaces.generic(List.class, Wit.Setting.class);

    private CommandInterface() {}

    static void addTo(Linker.HostInstance commands) {
        commands.weighedResource(
                        REQUEST,
                        Commands.Request.class,
                        one -> CommandBuilders.weight(one.payload(), one.customUserData(), one.topicTokens()),
                        dropped -> {})
                .resource(REQUEST_BUILDER, CommandBuilders.Request.class, CommandBuilders.Builder::dropped)
                .weighedResource(OPTIONS, Commands.InvokerOptions.class, CommandBuilders::weight, dropped -> {})
                .resource(OPTIONS_BUILDER, CommandBuilders.Options.class, CommandBuilders.Builder::dropped)
                .resource(INVOKER, HeldInvoker.class, HeldInvoker::close);
        addRequestBuilder(commands);
        addOptionsBuilder(commands);
        commands.function(
                "new-invoker",
                List.of(Commands.InvokerOptions.class),
                answer(HeldInvoker.class),
                (context, arguments) ->
                        attempt(context, () -> newInvoker(context, (Commands.InvokerOptions) arguments[0])));
        commands.function(
                "[method]command-invoker.invoke",
                List.of(HeldInvoker.class, Commands.Request.class),
                answer(Wit.CommandResponse.class),
                (context, arguments) -> attempt(
                        context, () -> invoke(context, (HeldInvoker) arguments[0], (Commands.Request) arguments[1])));
    }

    private static void addRequestBuilder(Linker.HostInstance commands) {
        Class<CommandBuilders.Request> type = CommandBuilders.Request.class;
        commands.function(
                "[constructor]" + REQUEST_BUILDER,
                List.of(),
                type,
                (context, arguments) ->
                        context.state(ModuleState.class).builders().request());
        String prefix = "[method]" + REQUEST_BUILDER + ".";
        commands.function(
                prefix + "payload",
                List.of(type, byte[].class),
                answer(type),
                setter(type, (builder, value) -> builder.payload = Bytes.of((byte[]) value)));
        commands.function(
                prefix + "custom-user-data",
                List.of(type, PAIRS),
                answer(type),
                setter(type, (builder, value) -> builder.customUserData = properties(value)));
        commands.function(
                prefix + "topic-tokens",
                List.of(type, PAIRS),
                answer(type),
                setter(type, (builder, value) -> builder.topicTokens = tokens(value)));
        commands.function(
                prefix + "timeout", List.of(type, long.class, int.class), answer(type), (context, arguments) -> {
                    CommandBuilders.Request builder = (CommandBuilders.Request) arguments[0];
                    builder.timeout = Optional.of(
                            WitValues.duration(new Wit.Duration((long) arguments[1], (int) arguments[2]), LONGEST));
                    return grown(context, builder);
                });
        commands.function(
                prefix + "build",
                List.of(type),
                answer(Commands.Request.class),
                (context, arguments) -> attempt(context, ((CommandBuilders.Request) arguments[0])::build));
    }

    private static void addOptionsBuilder(Linker.HostInstance commands) {
        Class<CommandBuilders.Options> type = CommandBuilders.Options.class;
        commands.function(
                "[constructor]" + OPTIONS_BUILDER,
                List.of(),
                type,
                (context, arguments) ->
                        context.state(ModuleState.class).builders().options());
        Map<String, BiConsumer<CommandBuilders.Options, String>> texts = new LinkedHashMap<>();
        texts.put("request-topic-pattern", (builder, text) -> builder.requestTopicPattern = Optional.of(text));
        texts.put("response-topic-pattern", (builder, text) -> builder.responseTopicPattern = Optional.of(text));
        texts.put("command-name", (builder, text) -> builder.commandName = Optional.of(text));
        texts.put("topic-namespace", (builder, text) -> builder.topicNamespace = Optional.of(text));
        texts.put("response-topic-prefix", (builder, text) -> builder.responseTopicPrefix = Optional.of(text));
        texts.put("response-topic-suffix", (builder, text) -> builder.responseTopicSuffix = Optional.of(text));
        String prefix = "[method]" + OPTIONS_BUILDER + ".";
        texts.forEach((name, set) -> commands.function(
                prefix + name,
                List.of(type, String.class),
                answer(type),
                setter(type, (builder, value) -> set.accept(builder, (String) value))));
        commands.function(
                prefix + "topic-token-map",
                List.of(type, PAIRS),
                answer(type),
                setter(type, (builder, value) -> builder.topicTokens = tokens(value)));
        commands.function(
                prefix + "build",
                List.of(type),
                answer(Commands.InvokerOptions.class),
                (context, arguments) -> attempt(context, ((CommandBuilders.Options) arguments[0])::build));
    }

    private static HeldInvoker newInvoker(HostContext context, Commands.InvokerOptions options) {
        ModuleState state = context.state(ModuleState.class);
        if (state.holds() >= MOST_INVOKERS) {
            throw new CommandException(
                    Reason.RESOURCE_TABLE_ERROR,
                    "the module holds " + MOST_INVOKERS
                            + " invokers, as many as it may; drop some, or keep one for all calls");
        }
        HeldInvoker invoker =
                new HeldInvoker(state.settings().services().commands().invoker(options), state::released);
        state.held(invoker);
        return invoker;
    }

    /** No longer than the guest's call may take: what comes after that, nobody would hear. */
    private static Wit.CommandResponse invoke(HostContext context, HeldInvoker invoker, Commands.Request request) {
        Commands.Response response = invoker.invoker()
                .invoke(new Commands.Request(
                        request.payload(),
                        request.customUserData(),
                        request.topicTokens(),
                        HostInterfaces.within(context, request.timeout())));
        return new Wit.CommandResponse(
                response.payload().unsafeArray(),
                response.customUserData().stream()
                        .map(one -> new Wit.Setting(one.key(), one.value()))
                        .toList(),
                response.timestamp().map(WitValues::toWit));
    }

    /** An invoker that a module holds; it is closed when the module drops it, or when the module's instance ends. */
    record HeldInvoker(Commands.Invoker invoker, Consumer<AutoCloseable> closed) implements AutoCloseable {
        @Override
        public void close() {
            closed.accept(this);
            invoker.close();
        }
    }

    private interface Attempt {
        Object run();
    }

    private static Object attempt(HostContext context, Attempt attempt) {
        try {
            return Result.ok(attempt.run());
        } catch (CommandException failure) {
            LOG.warn(
                    "operation {}: command: {}",
                    context.state(ModuleState.class).settings().operation(),
                    failure.getMessage());
            return Result.err(Variant.of(word(failure.reason())));
        }
    }

    /** The WIT's name of a reason. */
    private static String word(Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <T extends CommandBuilders.Builder> HostFunction setter(Class<T> type, BiConsumer<T, Object> set) {
        return (context, arguments) -> {
            T builder = type.cast(arguments[0]);
            set.accept(builder, arguments[1]);
            return grown(context, builder);
        };
    }

    private static Object grown(HostContext context, CommandBuilders.Builder builder) {
        return attempt(context, () -> {
            builder.grown();
            return builder;
        });
    }

    private static Type answer(Type ok) {
        return HostInterfaces.generic(Result.class, ok, Object.class);
    }

    private static List<UserProperty> properties(Object pairs) {
        return ((List<?>) pairs)
                .stream()
                        .map(Wit.Setting.class::cast)
                        .map(one -> new UserProperty(one.key(), one.value()))
                        .toList();
    }

    private static Map<String, String> tokens(Object pairs) {
        Map<String, String> tokens = new LinkedHashMap<>();
        for (Object one : (List<?>) pairs) {
            Wit.Setting token = (Wit.Setting) one;
            tokens.put(token.key(), token.value());
        }
        return tokens;
    }
}
