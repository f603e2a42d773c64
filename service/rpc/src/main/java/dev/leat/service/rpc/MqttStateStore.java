package dev.leat.service.rpc;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.leat.dataflow.ClockException;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.endpoint.mqtt.MqttConnectionOptions;
import dev.leat.operator.service.StateStore;
import dev.leat.operator.service.StateStoreException;
import dev.leat.operator.service.StateStoreException.Reason;
import dev.leat.service.state.protocol.StateStoreProperties;
import dev.leat.service.state.protocol.StateStoreRequest;
import dev.leat.service.state.protocol.StateStoreResponse;
import dev.leat.service.state.protocol.StateStoreTopics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The state store of a broker, or one that is served on it ({@link StateStoreServer}).
 *
 * <p>Watches are registered again after a reconnect, and now and then without one, since a server that was restarted has
 * forgotten them. A change that happened meanwhile is not told.
 */
public final class MqttStateStore implements StateStore {

    private static final String CONTENT_TYPE = "application/octet-stream";

    /** An answer and the version that came with it. */
    private record Answer(StateStoreResponse response, Optional<Timestamp> version) {}

    private final RpcConnection connection;
    private final boolean owned;
    private final String responseTopic;
    private final RemoteWatches watches;

    /** Over a connection that whoever opened it closes, after this store. */
    public MqttStateStore(RpcConnection connection) {
        this(connection, false);
    }

    /** Over a connection of its own, which is opened without waiting for it, and closed with the store. */
    public static MqttStateStore open(MqttConnectionOptions options) {
        return new MqttStateStore(RpcConnection.open(options), true);
    }

    private MqttStateStore(RpcConnection connection, boolean owned) {
        this.connection = connection;
        this.owned = owned;
        this.responseTopic = StateStoreTopics.response(connection.clientId());
        if (!TopicPattern.isLevel(connection.clientId())) {
            throw new IllegalArgumentException(RpcProblem.OPTIONS.says("the client id '" + connection.clientId()
                    + "' cannot be a level of a topic, which answers need it for"));
        }
        var unused = connection.subscribe(responseTopic, connection.exchange());
        this.watches = new RemoteWatches(connection, (key, stop, timeout) -> {
            Answer answer = ask(new StateStoreRequest.Notify(key, stop), Optional.empty(), timeout);
            if (!(answer.response() instanceof StateStoreResponse.Ok)
                    && !(stop && answer.response() instanceof StateStoreResponse.Count)) {
                throw unexpected(answer);
            }
        });
    }

    @Override
    public Found get(Bytes key, Duration timeout) {
        return await(
                send(new StateStoreRequest.Get(key), Optional.empty(), timeout).thenApply(MqttStateStore::found));
    }

    /** The same without waiting, but for its turn; completes on the event loop, or with a {@link StateStoreException}. */
    CompletableFuture<Found> getLater(Bytes key, Duration timeout) {
        return send(new StateStoreRequest.Get(key), Optional.empty(), timeout).thenApply(MqttStateStore::found);
    }

    private static Found found(Answer answer) {
        return switch (answer.response()) {
            case StateStoreResponse.Value value -> new Found(Optional.of(value.value()), answer.version());
            case StateStoreResponse.Absent absent -> new Found(Optional.empty(), answer.version());
            default -> throw unexpected(answer);
        };
    }

    @Override
    public Stored set(Bytes key, Bytes value, SetOptions options, Duration timeout) {
        Answer answer = ask(
                new StateStoreRequest.Set(key, value, options.condition(), options.expiry()),
                options.fencingToken(),
                timeout);
        return switch (answer.response()) {
            case StateStoreResponse.Ok ok -> new Stored(true, answer.version());
            case StateStoreResponse.Count count when count.count() == -1 -> new Stored(false, answer.version());
            default -> throw unexpected(answer);
        };
    }

    @Override
    public Deleted delete(Bytes key, Optional<Timestamp> fencingToken, Duration timeout) {
        return deleted(ask(new StateStoreRequest.Delete(key), fencingToken, timeout));
    }

    @Override
    public Deleted deleteIfEqual(Bytes key, Bytes value, Optional<Timestamp> fencingToken, Duration timeout) {
        return deleted(ask(new StateStoreRequest.DeleteIfEqual(key, value), fencingToken, timeout));
    }

    private static Deleted deleted(Answer answer) {
        if (answer.response() instanceof StateStoreResponse.Count(long count)) {
            return new Deleted(count, answer.version());
        }
        throw unexpected(answer);
    }

    @Override
    public Watch watch(Bytes key, Consumer<Change> listener, Duration timeout) {
        return watches.add(key, listener, timeout);
    }

    @Override
    public Page scan(Bytes pattern, Optional<String> next, Duration timeout) {
        Answer answer = ask(new StateStoreRequest.Scan(pattern, next), Optional.empty(), timeout);
        if (answer.response() instanceof StateStoreResponse.Keys(Page page)) {
            return page;
        }
        throw unexpected(answer);
    }

    /** A store of Leat's own says in these words what did not lie with the request. */
    private static StateStoreException refused(String text) {
        return new StateStoreException(
                switch (text) {
                    case "timeout" -> Reason.TIMEOUT;
                    case "internal error" -> Reason.INTERNAL;
                    default -> Reason.REQUEST;
                },
                text);
    }

    private static StateStoreException unexpected(Answer answer) {
        return answer.response() instanceof StateStoreResponse.Refused(String text)
                ? refused(text)
                : new StateStoreException(
                        Reason.PROTOCOL,
                        RpcProblem.BAD_ANSWER.says("the state store answered what is no answer to this request"));
    }

    private Answer ask(StateStoreRequest request, Optional<Timestamp> fencingToken, Duration timeout) {
        return await(send(request, fencingToken, timeout));
    }

    private static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException interrupted) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            throw new StateStoreException(
                    Reason.INTERNAL, RpcProblem.CLOSED.says("the calling thread was interrupted"), interrupted);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof StateStoreException refused
                    ? refused
                    : new StateStoreException(Reason.INTERNAL, String.valueOf(failure.getCause()), failure);
        }
    }

    private CompletableFuture<Answer> send(
            StateStoreRequest request, Optional<Timestamp> fencingToken, Duration timeout) {
        if (!timeout.isPositive()) {
            throw new StateStoreException(Reason.TIMEOUT, RpcProblem.NO_ANSWER.says("no time was given"));
        }
        Bytes payload = request.encode();
        return connection
                .exchange()
                .send(
                        connection.granted(responseTopic),
                        correlation -> packet(payload, fencingToken, timeout, correlation),
                        timeout)
                .handle((response, failure) -> {
                    if (failure != null) {
                        throw failed(failure, timeout);
                    }
                    return read(response);
                });
    }

    private Mqtt5Publish packet(
            Bytes payload, Optional<Timestamp> fencingToken, Duration timeout, ByteBuffer correlation) {
        List<Mqtt5UserProperty> properties = new ArrayList<>(5);
        properties.add(
                Mqtt5UserProperty.of(Headers.TIMESTAMP, connection.clock().now().toString()));
        properties.add(Mqtt5UserProperty.of(Headers.SOURCE, connection.clientId()));
        properties.add(Mqtt5UserProperty.of(Headers.PROTOCOL_VERSION, Headers.VERSION));
        properties.add(Mqtt5UserProperty.of(Headers.PARTITION, connection.clientId()));
        fencingToken.ifPresent(
                token -> properties.add(Mqtt5UserProperty.of(StateStoreProperties.FENCING_TOKEN, token.toString())));
        return Mqtt5Publish.builder()
                .topic(StateStoreTopics.REQUEST)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.unsafeArray())
                .responseTopic(responseTopic)
                .correlationData(correlation)
                .contentType(CONTENT_TYPE)
                .messageExpiryInterval(Math.min(0xFFFF_FFFFL, CommandInvoker.wholeSeconds(timeout)))
                .userProperties(Mqtt5UserProperties.of(properties))
                .build();
    }

    private Answer read(Mqtt5Publish response) {
        StateStoreResponse parsed = StateStoreResponse.parse(
                response.getPayload().map(Bytes::copyOf).orElse(Bytes.EMPTY));
        Optional<Timestamp> version = RemoteWatches.version(response);
        version.ifPresent(this::merge);
        if (parsed instanceof StateStoreResponse.Refused(String text)) {
            throw refused(text);
        }
        return new Answer(parsed, version);
    }

    /** A store whose clock is far ahead has refused nothing: its answers count, its time does not. */
    private void merge(Timestamp version) {
        try {
            connection.clock().merge(version);
        } catch (ClockException ahead) {
            // The next request will be refused by a store that minds.
        }
    }

    private static StateStoreException failed(Throwable failure, Duration timeout) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        return switch (cause) {
            case TimeoutException late ->
                new StateStoreException(
                        Reason.TIMEOUT,
                        RpcProblem.NO_ANSWER.says("no answer of the state store within " + timeout),
                        late);
            case RequestFailedException ended ->
                new StateStoreException(
                        ended.problem() == RpcProblem.TOO_MANY_REQUESTS ? Reason.TIMEOUT : Reason.INTERNAL,
                        String.valueOf(ended.getMessage()),
                        ended);
            default -> new StateStoreException(Reason.INTERNAL, String.valueOf(cause.getMessage()), cause);
        };
    }

    /** Ends all watches. */
    @Override
    public void close() {
        watches.close();
        connection.release(responseTopic);
        if (owned) {
            connection.close();
        }
    }
}
