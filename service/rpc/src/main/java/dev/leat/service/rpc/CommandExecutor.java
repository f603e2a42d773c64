package dev.leat.service.rpc;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.CommandException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a command over MQTT. Each request is acknowledged after its response is with the broker; one that comes twice
 * before it expires is done once and answered twice.
 */
public final class CommandExecutor implements AutoCloseable {

    /** How much answers may take that are kept for requests that come twice. */
    static final int MOST_KEPT = 10_000;

    static final long MOST_KEPT_BYTES = 64L << 20;

    /** How many may be under way for a request of QoS 0 to be done: nothing else holds those back. */
    static final int MOST_WITHOUT_ACKNOWLEDGEMENT = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(CommandExecutor.class);

    /**
     * Which command is answered, and where.
     *
     * @param requestTopicPattern with tokens such as {@code {executorId}}; those without a value match any level
     * @param group requests are shared between the executors of one group; empty: this one gets all
     * @param payloads what requests must be, and what responses are
     * @param timeout how long the handler may take; the invoker's own, where that is shorter
     */
    public record Options(
            String requestTopicPattern,
            String commandName,
            Optional<String> topicNamespace,
            Map<String, String> topicTokens,
            Optional<String> group,
            Payloads payloads,
            Duration timeout) {

        public Options {
            topicTokens = Map.copyOf(topicTokens);
        }
    }

    private final RpcConnection connection;
    private final Options options;
    private final CommandHandler handler;
    private final Executor threads;
    private final TopicPattern pattern;
    private final String filter;
    private final ResponseWriter writer;
    private final CompletableFuture<@Nullable Void> ready;
    private final AtomicInteger underWay = new AtomicInteger();
    private final DuplicateCache<Answer> answers = new DuplicateCache<>(MOST_KEPT, MOST_KEPT_BYTES, Answer::weight);

    /** What is answered, whoever asks again. */
    private sealed interface Answer {

        record Done(CommandHandler.Reply reply) implements Answer {
            @Override
            public long weight() {
                return reply.payload().length();
            }
        }

        record Refused(CommandRefusal refusal) implements Answer {
            @Override
            public long weight() {
                return 0;
            }
        }

        long weight();
    }

    private CommandExecutor(RpcConnection connection, Options options, CommandHandler handler, Executor threads) {
        this.connection = connection;
        this.options = options;
        this.handler = handler;
        this.threads = threads;
        TopicPattern plain = TopicPattern.parse("request topic pattern", options.requestTopicPattern());
        this.pattern = options.topicNamespace()
                .map(namespace -> plain.after(TopicPattern.parse("topic namespace", namespace)))
                .orElse(plain);
        Map<String, String> tokens = new HashMap<>(options.topicTokens());
        tokens.putIfAbsent("commandName", options.commandName());
        String topics = pattern.filter(tokens);
        options.group().filter(group -> !TopicPattern.isLevel(group)).ifPresent(group -> {
            throw new CommandException(
                    CommandException.Reason.CONFIGURATION_INVALID,
                    RpcProblem.OPTIONS.says("the group '" + group + "' cannot be a level of a topic"));
        });
        this.filter =
                options.group().map(group -> "$share/" + group + "/" + topics).orElse(topics);
        this.writer = new ResponseWriter(connection, options.payloads());
        this.ready = connection.subscribe(filter, this::received);
    }

    /**
     * Subscribes, without waiting for it.
     *
     * @param handler what the command does
     * @param threads where the handler runs; one that rejects a request has it answered with 503
     * @throws CommandException {@link CommandException.Reason#CONFIGURATION_INVALID}
     */
    public static CommandExecutor open(
            RpcConnection connection, Options options, CommandHandler handler, Executor threads) {
        return new CommandExecutor(connection, options, handler, threads);
    }

    /** Completes when requests arrive from now on, or with the reason why they will not. */
    public CompletableFuture<@Nullable Void> ready() {
        return ready.copy();
    }

    private void received(Mqtt5Publish publish, Runnable acknowledgement) {
        Optional<ReceivedRequest> answerable = ReceivedRequest.of(publish, System.nanoTime());
        if (answerable.isEmpty()) {
            LOG.warn(
                    "{}",
                    RpcProblem.UNANSWERABLE.says("a request on '" + publish.getTopic() + "' has no response topic"));
            acknowledgement.run();
            return;
        }
        ReceivedRequest request = answerable.get();
        if (publish.getQos() == MqttQos.AT_MOST_ONCE && underWay.get() >= MOST_WITHOUT_ACKNOWLEDGEMENT) {
            acknowledgement.run();
            return;
        }
        underWay.incrementAndGet();
        Runnable finished = () -> {
            underWay.decrementAndGet();
            acknowledgement.run();
        };
        var unused = answer(request).whenComplete((answer, failure) -> {
            if (answer == null) {
                LOG.error(
                        "{}", RpcProblem.NOT_ANSWERED.says("a request on '" + publish.getTopic() + "' broke"), failure);
                finished.run();
            } else {
                respond(request, answer, finished);
            }
        });
    }

    private CompletableFuture<Answer> answer(ReceivedRequest request) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Optional<Bytes> identity = request.identity();
        if (identity.isPresent()) {
            long now = System.nanoTime();
            long left = Math.min(request.nanosLeft(now), Duration.ofHours(1).toNanos());
            CompletableFuture<Answer> before = answers.before(identity.get(), answer, now + left, now);
            if (before != null) {
                LOG.debug("a request on '{}' came once more", request.publish().getTopic());
                return before;
            }
        }
        try {
            start(request.check(options.payloads(), pattern, connection.clock()), answer);
        } catch (CommandRefusal refusal) {
            answer.complete(new Answer.Refused(refusal));
        }
        return answer;
    }

    private void start(CommandHandler.Call call, CompletableFuture<Answer> answer) {
        Duration timeout = call.timeout().compareTo(options.timeout()) < 0 ? call.timeout() : options.timeout();
        try {
            threads.execute(() -> {
                // What was answered as too late meanwhile is not done any more.
                if (!answer.isDone()) {
                    answer.complete(run(call));
                }
            });
        } catch (RejectedExecutionException full) {
            answer.complete(new Answer.Refused(CommandRefusal.busy("too many requests are under way")));
            return;
        }
        answer.completeOnTimeout(
                new Answer.Refused(CommandRefusal.invalid(
                        408, "the command took longer than " + timeout, "ExecutionTimeout", timeout.toString())),
                timeout.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    private Answer run(CommandHandler.Call call) {
        try {
            return new Answer.Done(handler.handle(call));
        } catch (CommandRefusal refusal) {
            return new Answer.Refused(refusal);
        } catch (Exception | StackOverflowError broken) {
            LOG.debug("the command '{}' failed", options.commandName(), broken);
            String message = broken.getMessage();
            return new Answer.Refused(CommandRefusal.application(
                    message == null ? broken.getClass().getSimpleName() : message));
        }
    }

    private void respond(ReceivedRequest request, Answer answer, Runnable acknowledgement) {
        long left = request.nanosLeft(System.nanoTime());
        boolean expires = left != Long.MAX_VALUE;
        // The answer "it took too long" itself is late by nature; it is worth a second.
        long seconds = expires ? Math.max(1, CommandInvoker.wholeSeconds(Duration.ofNanos(left))) : 0;
        Mqtt5Publish response;
        try {
            response = switch (answer) {
                case Answer.Done done -> writer.reply(request, done.reply(), seconds);
                case Answer.Refused refused -> writer.refusal(request, refused.refusal(), seconds);
            };
        } catch (IllegalArgumentException unfit) {
            response = writer.refusal(
                    request, CommandRefusal.application("MQTT cannot carry the reply: " + unfit.getMessage()), seconds);
        }
        connection.publish(response, new Answered(acknowledgement));
    }

    /** Takes no more requests. Those under way are still answered while the connection is open. */
    @Override
    public void close() {
        connection.release(filter);
    }
}
