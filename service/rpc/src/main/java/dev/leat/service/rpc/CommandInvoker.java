package dev.leat.service.rpc;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PayloadFormatIndicator;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.leat.dataflow.data.UserProperty;
import dev.leat.operator.service.CommandException;
import dev.leat.operator.service.CommandException.Reason;
import dev.leat.operator.service.Commands;
import dev.leat.operator.service.Commands.Request;
import dev.leat.operator.service.Commands.Response;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Calls one command over MQTT. Subscribes to its response topics when it is made, so that the first call need not wait for
 * that as a rule.
 */
final class CommandInvoker implements Commands.Invoker {

    private static final long MOST_SECONDS = 0xFFFF_FFFFL;

    private final RpcConnection connection;
    private final TopicPattern requestTopic;
    private final TopicPattern responseTopic;
    private final Map<String, String> tokens;
    private final Payloads payloads;
    private final String responseFilter;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @throws CommandException {@link Reason#CONFIGURATION_INVALID} where a token's value is no topic level */
    CommandInvoker(
            RpcConnection connection,
            TopicPattern requestTopic,
            TopicPattern responseTopic,
            Map<String, String> tokens,
            Payloads payloads) {
        this.connection = connection;
        this.requestTopic = requestTopic;
        this.responseTopic = responseTopic;
        this.tokens = Map.copyOf(tokens);
        this.payloads = payloads;
        this.responseFilter = responseTopic.filter(this.tokens);
        requestTopic.filter(this.tokens);
        if (responseFilter.equals(requestTopic.filter(this.tokens))) {
            throw new CommandException(
                    Reason.CONFIGURATION_INVALID,
                    RpcProblem.OPTIONS.says("requests and responses would go to the same topic, " + responseFilter));
        }
        var unused = connection.subscribe(responseFilter, connection.exchange());
    }

    @Override
    public Response invoke(Request request) {
        CompletableFuture<Response> answer = send(request);
        try {
            return answer.get();
        } catch (InterruptedException interrupted) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            throw new CommandException(
                    Reason.CANCELLATION, RpcProblem.CLOSED.says("the calling thread was interrupted"), interrupted);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof CommandException refused
                    ? refused
                    : new CommandException(Reason.UNKNOWN_ERROR, String.valueOf(failure.getCause()), failure);
        }
    }

    /** The same without waiting, but for its turn; completes on the event loop, or with a {@link CommandException}. */
    CompletableFuture<Response> send(Request request) {
        if (closed.get()) {
            throw new CommandException(Reason.STATE_INVALID, RpcProblem.CLOSED.says("the invoker is closed"));
        }
        Duration timeout = request.timeout();
        if (!timeout.isPositive() || timeout.toSeconds() >= MOST_SECONDS) {
            throw new CommandException(
                    Reason.CONFIGURATION_INVALID,
                    RpcProblem.OPTIONS.says("the timeout " + timeout + " is not between 0 and " + MOST_SECONDS + " s"));
        }
        Map<String, String> all = new HashMap<>(tokens);
        request.topicTokens().forEach(all::putIfAbsent);
        String to = requestTopic.topic(all);
        String answerTo = responseTopic.topic(all);
        List<Mqtt5UserProperty> properties = properties(request);
        return connection
                .exchange()
                .send(
                        connection.granted(responseFilter),
                        correlation -> packet(request, to, answerTo, correlation, properties),
                        timeout)
                .handle((response, failure) -> {
                    if (failure != null) {
                        throw failed(failure, to, timeout);
                    }
                    return ResponseReader.read(response, connection.clock());
                });
    }

    private List<Mqtt5UserProperty> properties(Request request) {
        List<Mqtt5UserProperty> properties = new ArrayList<>();
        try {
            for (UserProperty property : request.customUserData()) {
                if (Headers.isReserved(property.key())) {
                    throw new CommandException(
                            Reason.HEADER_INVALID,
                            RpcProblem.OPTIONS.says("user data must not be called '" + property.key()
                                    + "': the protocol reserves names that begin with two underscores"));
                }
                properties.add(Mqtt5UserProperty.of(property.key(), property.value()));
            }
        } catch (IllegalArgumentException unfit) {
            throw new CommandException(
                    Reason.HEADER_INVALID,
                    RpcProblem.OPTIONS.says("MQTT cannot carry the user data: " + unfit.getMessage()),
                    unfit);
        }
        return properties;
    }

    private Mqtt5Publish packet(
            Request request, String to, String answerTo, ByteBuffer correlation, List<Mqtt5UserProperty> custom) {
        List<Mqtt5UserProperty> properties = new ArrayList<>(custom);
        properties.add(
                Mqtt5UserProperty.of(Headers.TIMESTAMP, connection.clock().now().toString()));
        properties.add(Mqtt5UserProperty.of(Headers.SOURCE, connection.clientId()));
        properties.add(Mqtt5UserProperty.of(Headers.PROTOCOL_VERSION, Headers.VERSION));
        properties.add(Mqtt5UserProperty.of(Headers.PARTITION, connection.clientId()));
        var publish = Mqtt5Publish.builder()
                .topic(to)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(request.payload().unsafeArray())
                .responseTopic(answerTo)
                .correlationData(correlation)
                .messageExpiryInterval(wholeSeconds(request.timeout()))
                .contentType(payloads.contentType())
                .userProperties(Mqtt5UserProperties.of(properties));
        return payloads.text()
                ? publish.payloadFormatIndicator(Mqtt5PayloadFormatIndicator.UTF_8)
                        .build()
                : publish.build();
    }

    /** Rounded up: a request must not expire before its invoker has given up. */
    static long wholeSeconds(Duration timeout) {
        return timeout.toSeconds() + (timeout.toNanosPart() > 0 ? 1 : 0);
    }

    private static CommandException failed(Throwable failure, String to, Duration timeout) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        return switch (cause) {
            case TimeoutException late ->
                new CommandException(
                        Reason.TIMEOUT, RpcProblem.NO_ANSWER.says("no response to " + to + " within " + timeout), late);
            case RequestFailedException ended ->
                new CommandException(
                        switch (ended.problem()) {
                            case CLOSED -> Reason.CANCELLATION;
                            case TOO_MANY_REQUESTS -> Reason.TIMEOUT;
                            default -> Reason.CLIENT_ERROR;
                        },
                        String.valueOf(ended.getMessage()),
                        ended);
            default -> new CommandException(Reason.CLIENT_ERROR, String.valueOf(cause.getMessage()), cause);
        };
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            connection.release(responseFilter);
        }
    }
}
