package dev.leat.service.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishBuilder;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.endpoint.mqtt.MosquittoServer;
import dev.leat.endpoint.mqtt.MqttConnectionOptions;
import dev.leat.service.state.EmbeddedStateStore;
import dev.leat.service.state.protocol.StateStoreService.Authorization;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The served state store, spoken to by hand: each documented request and error as the bytes that go over the wire. */
final class StateStoreServerTest {

    private static final String REQUESTS = "statestore/v1/FA9AE35F-2F64-47CD-9BFF-08E2B32A0FE8/command/invoke";
    private static final String ANSWERS = "clients/world/services/" + REQUESTS + "/response";
    /** Upper-case hexadecimal of "world" and of "key". */
    private static final String NOTIFICATIONS =
            "clients/statestore/v1/FA9AE35F-2F64-47CD-9BFF-08E2B32A0FE8/776F726C64/command/notify/6B6579";

    private static final String GET = "*2\r\n$3\r\nGET\r\n$3\r\nkey\r\n";
    private static final String SET = "*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$5\r\nvalue\r\n";
    private static final String DEL = "*2\r\n$3\r\nDEL\r\n$3\r\nkey\r\n";
    private static final String KEYNOTIFY = "*2\r\n$9\r\nKEYNOTIFY\r\n$3\r\nkey\r\n";
    private static final String STOP = "*3\r\n$9\r\nKEYNOTIFY\r\n$3\r\nkey\r\n$4\r\nSTOP\r\n";

    private MosquittoServer server;
    private RpcConnection connection;
    private EmbeddedStateStore store;
    private StateStoreServer serving;
    private RawClient world;
    private long number;

    @BeforeEach
    void start() throws Exception {
        server = MosquittoServer.start();
        connection = Connections.open(server, "store");
        store = EmbeddedStateStore.inMemory();
        serve((client, key, write) -> !key.equals(Bytes.utf8("secret")));
        world = new RawClient(server, "world").subscribe(ANSWERS);
    }

    private void serve(Authorization authorization) throws Exception {
        serving = StateStoreServer.open(connection, store, store::merge, authorization);
        serving.ready().get(RawClient.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() {
        serving.close();
        connection.close();
        store.close();
        world.close();
        server.close();
    }

    private static String now() {
        return "%015d:00000:world".formatted(System.currentTimeMillis());
    }

    private Mqtt5PublishBuilder.Complete whole(Mqtt5PublishBuilder.Complete request) {
        return request.responseTopic(ANSWERS)
                .correlationData(RawClient.correlation(++number))
                .contentType("application/octet-stream");
    }

    private Mqtt5Publish ask(String payload, String... properties) throws Exception {
        return ask(payload, request -> whole(request).userProperties(RawClient.properties(properties)));
    }

    private Mqtt5Publish ask(String payload, UnaryOperator<Mqtt5PublishBuilder.Complete> more) throws Exception {
        world.publish(REQUESTS, payload, more);
        return world.next();
    }

    private String answer(String payload, String... properties) throws Exception {
        return RawClient.text(ask(payload, properties));
    }

    private static Timestamp version(Mqtt5Publish answer) {
        return Timestamp.parse(RawClient.property(answer, "__ts").orElseThrow());
    }

    @Test
    void whatIsSetIsThereWithItsVersionUntilItIsDeleted() throws Exception {
        String time = now();
        Mqtt5Publish set = ask(SET, "__ts", time);
        assertThat(RawClient.text(set)).isEqualTo("+OK\r\n");
        assertThat(set.getCorrelationData()).contains(RawClient.correlation(number));
        assertThat(version(set)).isGreaterThan(Timestamp.parse(time));
        Mqtt5Publish get = ask(GET);
        assertThat(RawClient.text(get)).isEqualTo("$5\r\nvalue\r\n");
        assertThat(version(get)).isEqualTo(version(set));
        Mqtt5Publish deleted = ask(DEL, "__ts", now());
        assertThat(RawClient.text(deleted)).isEqualTo(":1\r\n");
        assertThat(version(deleted)).isGreaterThan(version(set));
        assertThat(answer(GET)).isEqualTo("$-1\r\n");
        assertThat(answer(DEL, "__ts", now())).isEqualTo(":0\r\n");
    }

    @Test
    void conditionsAndExpiryAreKept() throws Exception {
        String nx = "*4\r\n$3\r\nSET\r\n$3\r\nkey\r\n$1\r\na\r\n$2\r\nNX\r\n";
        assertThat(answer(nx, "__ts", now())).isEqualTo("+OK\r\n");
        assertThat(answer(nx, "__ts", now())).isEqualTo(":-1\r\n");
        assertThat(answer("*4\r\n$3\r\nset\r\n$3\r\nkey\r\n$1\r\na\r\n$3\r\nnex\r\n", "__ts", now()))
                .isEqualTo("+OK\r\n");
        assertThat(answer("*5\r\n$3\r\nSET\r\n$3\r\nkey\r\n$1\r\na\r\n$3\r\nNEX\r\n$1\r\na\r\n", "__ts", now()))
                .isEqualTo("+OK\r\n");
        assertThat(answer("*4\r\n$3\r\nSET\r\n$3\r\nkey\r\n$1\r\nb\r\n$3\r\nNEX\r\n", "__ts", now()))
                .isEqualTo(":-1\r\n");
        assertThat(answer("*3\r\n$4\r\nVDEL\r\n$3\r\nkey\r\n$1\r\nb\r\n", "__ts", now()))
                .isEqualTo(":-1\r\n");
        assertThat(answer("*3\r\n$4\r\nVDEL\r\n$3\r\nkey\r\n$1\r\na\r\n", "__ts", now()))
                .isEqualTo(":1\r\n");
        assertThat(answer("*3\r\n$4\r\nVDEL\r\n$3\r\nkey\r\n$1\r\na\r\n", "__ts", now()))
                .isEqualTo(":0\r\n");
    }

    @Test
    void anExpiryIsToldAndTheKeyIsGone() throws Exception {
        world.subscribe(NOTIFICATIONS);
        assertThat(answer(KEYNOTIFY)).isEqualTo("+OK\r\n");
        world.publish(
                REQUESTS,
                "*5\r\n$3\r\nSET\r\n$3\r\nkey\r\n$1\r\na\r\n$2\r\nPX\r\n$2\r\n50\r\n",
                request -> whole(request).userProperties(RawClient.properties("__ts", now())));
        // Answer and notifications take different ways.
        java.util.List<String> seen = new java.util.ArrayList<>();
        while (!seen.contains("*2\r\n$6\r\nNOTIFY\r\n$6\r\nDELETE\r\n")) {
            seen.add(world.nextText());
        }
        assertThat(seen)
                .containsExactlyInAnyOrder(
                        "+OK\r\n",
                        "*4\r\n$6\r\nNOTIFY\r\n$3\r\nSET\r\n$5\r\nVALUE\r\n$1\r\na\r\n",
                        "*2\r\n$6\r\nNOTIFY\r\n$6\r\nDELETE\r\n");
        assertThat(answer(GET)).isEqualTo("$-1\r\n");
    }

    @Test
    void scanFindsKeys() throws Exception {
        answer(SET, "__ts", now());
        assertThat(answer("*2\r\n$4\r\nSCAN\r\n$2\r\nk*\r\n")).isEqualTo("*2\r\n$0\r\n\r\n*1\r\n$3\r\nkey\r\n");
        assertThat(answer("*2\r\n$4\r\nSCAN\r\n$2\r\nx*\r\n")).isEqualTo("*2\r\n$0\r\n\r\n*0\r\n");
    }

    @Test
    void aTokenProtectsItsKeyFromOlderOnesAndFromNone() throws Exception {
        String older = "%015d:00000:a".formatted(System.currentTimeMillis() - 2000);
        String newer = "%015d:00000:a".formatted(System.currentTimeMillis() - 1000);
        assertThat(answer(SET, "__ts", now(), "__ft", older)).isEqualTo("+OK\r\n");
        assertThat(answer(SET, "__ts", now(), "__ft", newer)).isEqualTo("+OK\r\n");
        assertThat(answer(SET, "__ts", now(), "__ft", newer)).isEqualTo("+OK\r\n");
        assertThat(answer(SET, "__ts", now(), "__ft", older))
                .isEqualTo("-ERR the request fencing token is a lower version than the fencing token protecting the"
                        + " resource\r\n");
        assertThat(answer(DEL, "__ts", now())).isEqualTo("-ERR a fencing token is required for this request\r\n");
        assertThat(answer(SET, "__ts", now(), "__ft", "009999999999999:00000:a"))
                .isEqualTo(
                        "-ERR the request fencing token timestamp is too far in the future; ensure that the client and"
                                + " broker system clocks are synchronized\r\n");
        assertThat(answer(DEL, "__ts", now(), "__ft", newer)).isEqualTo(":1\r\n");
    }

    @Test
    void eachMistakeHasItsDocumentedError() throws Exception {
        Map<String, String> errors = Map.of(
                "nonsense",
                "syntax error",
                "",
                "syntax error",
                "*2\r\n$3\r\nGET\r\n$9\r\nkey\r\n",
                "syntax error",
                "*2\r\n$4\r\nINCR\r\n$3\r\nkey\r\n",
                "unknown command",
                "*3\r\n$3\r\nGET\r\n$3\r\nkey\r\n$1\r\nx\r\n",
                "wrong number of arguments",
                "*2\r\n$3\r\nGET\r\n$0\r\n\r\n",
                "the key length is zero",
                "*2\r\n$3\r\nGET\r\n$6\r\nsecret\r\n",
                "not authorized",
                SET,
                "missing timestamp");
        for (Map.Entry<String, String> error : errors.entrySet()) {
            assertThat(answer(error.getKey())).as(error.getKey()).isEqualTo("-ERR " + error.getValue() + "\r\n");
        }
        assertThat(answer(SET, "__ts", "noon")).isEqualTo("-ERR malformed timestamp\r\n");
        assertThat(answer(SET, "__ts", now(), "__ft", "noon")).isEqualTo("-ERR malformed timestamp\r\n");
        assertThat(answer(SET, "__ts", "009999999999999:00000:a"))
                .isEqualTo(
                        "-ERR the request timestamp is too far in the future; ensure that the client and broker system"
                                + " clocks are synchronized\r\n");
        assertThat(answer(GET)).isEqualTo("$-1\r\n");
    }

    @Test
    void aRequestOfQosZeroOrWithoutCorrelationDataIsRefused() throws Exception {
        assertThat(RawClient.text(ask(GET, request -> whole(request).qos(MqttQos.AT_MOST_ONCE))))
                .isEqualTo("-ERR syntax error\r\n");
        assertThat(RawClient.text(ask(GET, request -> request.responseTopic(ANSWERS))))
                .isEqualTo("-ERR syntax error\r\n");
    }

    @Test
    void aRequestThatMayNotBeAnsweredIsNotDone() throws Exception {
        UnaryOperator<Mqtt5PublishBuilder.Complete> timed =
                request -> whole(request).userProperties(RawClient.properties("__ts", now()));
        world.publish(REQUESTS, SET, request -> timed.apply(request).responseTopic(REQUESTS));
        world.publish(REQUESTS, SET, request -> timed.apply(request).responseTopic(NOTIFICATIONS));
        world.publish(
                REQUESTS,
                SET,
                request -> request.correlationData(RawClient.correlation(1))
                        .userProperties(RawClient.properties("__ts", now())));
        assertThat(answer(GET)).isEqualTo("$-1\r\n");
    }

    @Test
    void aChangeThatComesTwiceIsDoneOnce() throws Exception {
        String nx = "*4\r\n$3\r\nSET\r\n$3\r\nkey\r\n$1\r\na\r\n$2\r\nNX\r\n";
        String time = now();
        UnaryOperator<Mqtt5PublishBuilder.Complete> same = request -> request.responseTopic(ANSWERS)
                .correlationData(RawClient.correlation(99))
                .userProperties(RawClient.properties("__ts", time));
        Mqtt5Publish first = ask(nx, same);
        Mqtt5Publish second = ask(nx, same);
        assertThat(RawClient.text(first)).isEqualTo("+OK\r\n");
        assertThat(RawClient.text(second)).isEqualTo("+OK\r\n");
        assertThat(version(second)).isEqualTo(version(first));
        Mqtt5Publish another = ask(
                nx,
                request -> request.responseTopic(ANSWERS)
                        .correlationData(RawClient.correlation(99))
                        .userProperties(RawClient.properties("__ts", time + "2")));
        assertThat(RawClient.text(another)).isEqualTo(":-1\r\n");
    }

    @Test
    void whatWasAskedWhileNobodyServedIsAnsweredWhenAServerIsBack() throws Exception {
        MqttConnectionOptions lasting = MqttConnectionOptions.builder(server.host(), server.port(), "lasting")
                .sessionExpiry(Duration.ofMinutes(1))
                .build();
        serving.close();
        connection.close();
        connection = RpcConnection.prepare(lasting);
        try (StateStoreServer first = StateStoreServer.open(connection, store, store::merge, Authorization.ALL)) {
            connection.connect();
            first.ready().get(RawClient.PATIENCE_SECONDS, TimeUnit.SECONDS);
            // Ends as a process does: the subscription stands.
            connection.close();
        }
        world.publish(REQUESTS, SET, request -> whole(request).userProperties(RawClient.properties("__ts", now())));
        connection = RpcConnection.prepare(lasting);
        serving = StateStoreServer.open(connection, store, store::merge, Authorization.ALL);
        connection.connect();
        assertThat(RawClient.text(world.next())).isEqualTo("+OK\r\n");
    }

    @Test
    void changesOfAKeyAreToldToWhoAskedUntilTheyStop() throws Exception {
        RawClient listener = new RawClient(server, "listener").subscribe(NOTIFICATIONS);
        try (listener) {
            assertThat(answer(STOP)).isEqualTo(":0\r\n");
            assertThat(answer(KEYNOTIFY)).isEqualTo("+OK\r\n");
            assertThat(answer(KEYNOTIFY)).isEqualTo("+OK\r\n");
            Mqtt5Publish set = ask(SET, "__ts", now());
            Mqtt5Publish told = listener.next();
            assertThat(RawClient.text(told))
                    .isEqualTo("*4\r\n$6\r\nNOTIFY\r\n$3\r\nSET\r\n$5\r\nVALUE\r\n$5\r\nvalue\r\n");
            assertThat(version(told)).isEqualTo(version(set));
            Mqtt5Publish deleted = ask(DEL, "__ts", now());
            Mqtt5Publish toldDeleted = listener.next();
            assertThat(RawClient.text(toldDeleted)).isEqualTo("*2\r\n$6\r\nNOTIFY\r\n$6\r\nDELETE\r\n");
            assertThat(version(toldDeleted)).isEqualTo(version(deleted));
            assertThat(answer(STOP)).isEqualTo("+OK\r\n");
            ask(SET, "__ts", now());
            assertThat(answer(KEYNOTIFY)).isEqualTo("+OK\r\n");
            ask(DEL, "__ts", now());
            assertThat(listener.nextText()).isEqualTo("*2\r\n$6\r\nNOTIFY\r\n$6\r\nDELETE\r\n");
        }
    }

    @Test
    void aRegistrationEndsWithTheFirstChangeThatNobodyHears() throws Exception {
        assertThat(answer(KEYNOTIFY)).isEqualTo("+OK\r\n");
        ask(SET, "__ts", now());
        server.awaitLog("Sending PUBACK to store");
        // Its end is asked of the worker of this key when the broker has answered; the stop comes behind it.
        String stopped = answer(STOP);
        for (int tries = 0; tries < 1000 && stopped.equals("+OK\r\n"); tries++) {
            answer(KEYNOTIFY);
            ask(SET, "__ts", now());
            ask(GET);
            stopped = answer(STOP);
        }
        assertThat(stopped).isEqualTo(":0\r\n");
    }

    @Test
    void aClientIdThatMakesNoTopicIsNotRegistered() throws Exception {
        assertThat(answer(KEYNOTIFY, "__srcId", "c".repeat(40_000))).isEqualTo("-ERR the quota has been exceeded\r\n");
        assertThat(answer(KEYNOTIFY, "__srcId", "c".repeat(10_000))).isEqualTo("+OK\r\n");
    }

    @Test
    void whatIsAskedAfterAHandOverIsAnsweredByTheNextServer() throws Exception {
        ask(SET, "__ts", now());
        serving.handOver();
        connection.close();
        world.publish(REQUESTS, GET, this::whole);
        connection = RpcConnection.prepare(Connections.options(server, "store"));
        serving = StateStoreServer.open(connection, store, store::merge, Authorization.ALL);
        connection.connect();
        assertThat(world.nextText()).isEqualTo("$5\r\nvalue\r\n");
    }
}
