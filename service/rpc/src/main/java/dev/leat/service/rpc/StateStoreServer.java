package dev.leat.service.rpc;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.UserProperty;
import dev.leat.operator.service.StateStore;
import dev.leat.operator.service.StateStoreException;
import dev.leat.service.state.EmbeddedStateStore;
import dev.leat.service.state.protocol.Refusal;
import dev.leat.service.state.protocol.StateStoreRequest;
import dev.leat.service.state.protocol.StateStoreResponse;
import dev.leat.service.state.protocol.StateStoreService;
import dev.leat.service.state.protocol.StateStoreTopics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a state store on an MQTT v5 broker.
 *
 * <p>Requests for one key are done in the order in which they arrive, those for different keys at the same time. A request
 * is acknowledged after its response is with the broker; a change that comes twice, since its acknowledgement was lost, is
 * done once.
 *
 * <p>As a client of the broker this server does not hear of other clients' disconnects. A registration for notifications
 * ends with {@code KEYNOTIFY STOP}, with this server, and with the first notification for which the broker says that
 * nobody has subscribed to its topic. Client ids are the clients' own word.
 */
public final class StateStoreServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StateStoreServer.class);
    private static final Duration DUPLICATES_WITHOUT_EXPIRY = Duration.ofMinutes(1);

    /** How long requests that are under way at the end may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RpcConnection connection;

    /** Whether a get takes less time than a hop to another thread: then it runs where it arrives. */
    private final boolean readsAtOnce;

    private final StateStoreService service;
    private final Notifications notifications;
    private final KeyedWorkers workers;
    private final UnderWay underWay = new UnderWay();

    /** Whether this server goes, and its connection stays. */
    private volatile boolean leaving;

    /** Whether the connection goes, too, and keeps what it has not acknowledged. */
    private volatile boolean handedOver;

    private final DuplicateCache<StateStoreService.Answer> changes = new DuplicateCache<>(
            CommandExecutor.MOST_KEPT,
            CommandExecutor.MOST_KEPT_BYTES,
            answer -> answer.payload().length());
    private final CompletableFuture<@Nullable Void> ready;

    private StateStoreServer(
            RpcConnection connection,
            StateStore store,
            StateStoreService.RequestClock clock,
            StateStoreService.Authorization authorization) {
        this.connection = connection;
        this.readsAtOnce = store instanceof EmbeddedStateStore;
        this.notifications = new Notifications(connection, this::end);
        this.service = new StateStoreService(store, clock, authorization, notifications, StateStore.DEFAULT_TIMEOUT);
        this.workers = new KeyedWorkers("leat-state-server");
        this.ready = connection.subscribe(StateStoreTopics.REQUEST, this::received);
    }

    /**
     * Subscribes to requests, without waiting for it.
     *
     * @param store whoever opened it closes it, after this server
     * @param clock the store's, which each request's time moves
     */
    public static StateStoreServer open(
            RpcConnection connection,
            StateStore store,
            StateStoreService.RequestClock clock,
            StateStoreService.Authorization authorization) {
        return new StateStoreServer(connection, store, clock, authorization);
    }

    /** Completes when requests arrive from now on, or with the reason why they will not. */
    public CompletableFuture<@Nullable Void> ready() {
        return ready.copy();
    }

    private void received(Mqtt5Publish publish, Runnable acknowledgement) {
        if (underWay.begin()) {
            try {
                take(publish, acknowledgement);
            } catch (RuntimeException unreadable) {
                underWay.finish();
                throw unreadable;
            }
        } else if (leaving) {
            // The connection lives on, and acknowledges in order: what is kept here would hold back all that follows.
            acknowledgement.run();
        }
    }

    private void take(Mqtt5Publish publish, Runnable acknowledgement) {
        Optional<ReceivedRequest> answerable = ReceivedRequest.of(publish, System.nanoTime())
                .filter(request ->
                        StateStoreTopics.isResponseTopic(request.responseTopic().toString()));
        if (answerable.isEmpty()) {
            LOG.warn(
                    "{}",
                    RpcProblem.UNANSWERABLE.says("a request to the state store has "
                            + publish.getResponseTopic()
                                    .map(topic -> "the response topic '" + topic + "', which may not be used")
                                    .orElse("no response topic")));
            acknowledgement.run();
            underWay.finish();
            return;
        }
        ReceivedRequest request = answerable.get();
        if (publish.getQos() == MqttQos.AT_MOST_ONCE
                && underWay.count() > CommandExecutor.MOST_WITHOUT_ACKNOWLEDGEMENT) {
            // The broker does not hold these back: answers to them must not pile up.
            acknowledgement.run();
            underWay.finish();
            return;
        }
        if (publish.getQos() == MqttQos.AT_MOST_ONCE || request.correlation().isEmpty()) {
            respond(request, refused(Refusal.SYNTAX_ERROR.text()), acknowledgement);
            return;
        }
        Bytes payload = publish.getPayload().map(Bytes::copyOf).orElse(Bytes.EMPTY);
        StateStoreRequest parsed;
        try {
            parsed = StateStoreRequest.parse(payload);
        } catch (StateStoreException malformed) {
            respond(request, refused(String.valueOf(malformed.getMessage())), acknowledgement);
            return;
        }
        Runnable work = () -> perform(request, parsed, payload, acknowledgement);
        if (readsAtOnce && parsed instanceof StateStoreRequest.Get) {
            workers.executeSoon(key(parsed), work);
        } else {
            workers.execute(key(parsed), work);
        }
    }

    private static Bytes key(StateStoreRequest request) {
        return switch (request) {
            case StateStoreRequest.Set set -> set.key();
            case StateStoreRequest.Get get -> get.key();
            case StateStoreRequest.Delete delete -> delete.key();
            case StateStoreRequest.DeleteIfEqual delete -> delete.key();
            case StateStoreRequest.Notify notify -> notify.key();
            case StateStoreRequest.Scan scan -> scan.pattern();
        };
    }

    private void perform(ReceivedRequest request, StateStoreRequest parsed, Bytes payload, Runnable acknowledgement) {
        if (request.nanosLeft(System.nanoTime()) <= 0) {
            // Whoever asked has gone another way since: what is done now would surprise everybody.
            acknowledgement.run();
            underWay.finish();
            return;
        }
        StateStoreService.Answer answer;
        try {
            answer = switch (parsed) {
                case StateStoreRequest.Get get -> answer(request, payload);
                case StateStoreRequest.Scan scan -> answer(request, payload);
                case StateStoreRequest.Notify notify -> notify(request, notify, payload);
                case StateStoreRequest.Set set -> once(request, payload);
                case StateStoreRequest.Delete delete -> once(request, payload);
                case StateStoreRequest.DeleteIfEqual delete -> once(request, payload);
            };
        } catch (RuntimeException | StackOverflowError broken) {
            LOG.error("a request to the state store broke", broken);
            answer = refused("internal error");
        }
        respond(request, answer, acknowledgement);
    }

    private StateStoreService.Answer answer(ReceivedRequest request, Bytes payload) {
        return service.answer(payload, properties(request.publish()), clientId(request));
    }

    /** Requests for one key, and so those that came twice, run one behind the other. */
    private StateStoreService.Answer once(ReceivedRequest request, Bytes payload) {
        Optional<Bytes> identity = request.identity().map(same -> withContent(same, request.publish(), payload));
        if (identity.isEmpty()) {
            return answer(request, payload);
        }
        long now = System.nanoTime();
        long left = Math.min(request.nanosLeft(now), DUPLICATES_WITHOUT_EXPIRY.toNanos());
        CompletableFuture<StateStoreService.Answer> fresh = new CompletableFuture<>();
        CompletableFuture<StateStoreService.Answer> before = changes.before(identity.get(), fresh, now + left, now);
        if (before != null && before.isDone()) {
            return before.join();
        }
        StateStoreService.Answer answer = answer(request, payload);
        fresh.complete(answer);
        return answer;
    }

    /** A client that uses correlation data again means another request by it, which its time or content shows. */
    private static Bytes withContent(Bytes identity, Mqtt5Publish publish, Bytes payload) {
        byte[] time = Headers.find(publish, Headers.TIMESTAMP).orElse("").getBytes(StandardCharsets.UTF_8);
        byte[] content = digest(payload);
        return Bytes.of(ByteBuffer.allocate(identity.length() + time.length + content.length)
                .put(identity.unsafeArray())
                .put(time)
                .put(content)
                .array());
    }

    private static byte[] digest(Bytes payload) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(payload.unsafeArray());
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }

    private StateStoreService.Answer notify(ReceivedRequest request, StateStoreRequest.Notify notify, Bytes payload) {
        String client = clientId(request);
        boolean known = notifications.knows(client, notify.key());
        if (client.isEmpty() || (!notify.stop() && !notifications.register(client, notify.key()))) {
            return refused(client.isEmpty() ? Refusal.SYNTAX_ERROR.text() : Refusal.QUOTA_EXCEEDED.text());
        }
        StateStoreService.Answer answer = service.answer(payload, properties(request.publish()), client);
        boolean failed = answer.payload().unsafeArray()[0] == '-';
        if (notify.stop() ? !failed : failed && !known) {
            notifications.forget(client, notify.key());
        }
        return answer;
    }

    /** Nobody hears of this key any more. */
    private void end(String client, Bytes key) {
        workers.execute(key, () -> service.answer(new StateStoreRequest.Notify(key, true).encode(), List.of(), client));
    }

    private static StateStoreService.Answer refused(String text) {
        return new StateStoreService.Answer(new StateStoreResponse.Refused(text).encode(), List.of());
    }

    private static List<UserProperty> properties(Mqtt5Publish publish) {
        List<UserProperty> properties = new ArrayList<>();
        for (Mqtt5UserProperty property : publish.getUserProperties().asList()) {
            properties.add(new UserProperty(
                    property.getName().toString(), property.getValue().toString()));
        }
        return properties;
    }

    /** As the client says itself, or as its response topic does; empty where neither says. */
    static String clientId(ReceivedRequest request) {
        return Headers.find(request.publish(), Headers.SOURCE)
                .or(() -> Headers.find(request.publish(), Headers.PARTITION))
                .filter(id -> !id.isEmpty())
                .orElseGet(() -> {
                    String[] levels = request.responseTopic().toString().split("/", 3);
                    return levels.length == 3 && levels[0].equals("clients") ? levels[1] : "";
                });
    }

    private void respond(ReceivedRequest request, StateStoreService.Answer answer, Runnable acknowledgement) {
        long left = request.nanosLeft(System.nanoTime());
        List<Mqtt5UserProperty> properties = new ArrayList<>(answer.properties().size());
        answer.properties().forEach(one -> properties.add(Mqtt5UserProperty.of(one.key(), one.value())));
        var response = Mqtt5Publish.builder()
                .topic(request.responseTopic())
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(answer.payload().unsafeArray())
                .correlationData(request.correlation().orElse(null))
                .userProperties(Mqtt5UserProperties.of(properties));
        if (left != Long.MAX_VALUE) {
            response = response.messageExpiryInterval(Math.max(1, CommandInvoker.wholeSeconds(Duration.ofNanos(left))));
        }
        connection.publish(response.build(), new Answered(() -> {
            acknowledgement.run();
            underWay.finish();
        }));
    }

    /**
     * Takes no more requests, and lets those under way finish. What arrives after that stays with the broker, for the next
     * server of this client id: the connection is to be closed next, and acknowledges nothing any more.
     */
    public void handOver() {
        handedOver = true;
        if (underWay.end(PATIENCE)) {
            workers.close();
            service.close();
        }
    }

    /** Takes no more requests, and lets those under way finish. */
    @Override
    public void close() {
        leaving = !handedOver;
        if (underWay.end(Duration.ZERO)) {
            connection.release(StateStoreTopics.REQUEST);
            underWay.end(PATIENCE);
            workers.close();
            service.close();
        }
    }
}
