package dev.leat.service.state.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.UserProperty;
import dev.leat.operator.service.StateStore;
import dev.leat.service.state.EmbeddedStateStore;
import dev.leat.service.state.StateStoreLimits;
import dev.leat.service.state.protocol.StateStoreService.Answer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests as bytes by hand, and what comes back. */
class StateStoreServiceTest {

    private record Sent(String topic, String payload, List<UserProperty> properties) {}

    private final BlockingQueue<Sent> sent = new LinkedBlockingQueue<>();
    private final EmbeddedStateStore store = EmbeddedStateStore.inMemory(new StateStoreLimits(100, 1_000, 2, 1 << 20));
    private final StateStoreService service = new StateStoreService(
            store,
            store::merge,
            (client, key, write) ->
                    !(client.equals("guest") && (write || key.asUtf8().startsWith("secret"))),
            (topic, payload, properties) -> sent.add(new Sent(topic, payload.asUtf8(), properties)),
            StateStore.DEFAULT_TIMEOUT);

    @AfterEach
    void close() {
        service.close();
        store.close();
    }

    private static UserProperty time(long ahead) {
        return new UserProperty("__ts", new Timestamp(System.currentTimeMillis() + ahead, 0, "c").toString());
    }

    private static String frame(String... words) {
        StringBuilder frame = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            frame.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return frame.toString();
    }

    private Answer ask(String client, List<UserProperty> properties, String... words) {
        return service.answer(Bytes.utf8(frame(words)), properties, client);
    }

    private String ask(String... words) {
        return ask("client", List.of(time(0)), words).payload().asUtf8();
    }

    private static Timestamp version(Answer answer) {
        return StateStoreProperties.find(answer.properties(), "__ts")
                .map(Timestamp::parse)
                .orElseThrow();
    }

    @Test
    void everyCommandHasItsAnswers() {
        assertThat(ask("GET", "k")).isEqualTo("$-1\r\n");
        assertThat(ask("SET", "k", "v")).isEqualTo("+OK\r\n");
        assertThat(ask("GET", "k")).isEqualTo("$1\r\nv\r\n");
        assertThat(ask("SET", "k", "w", "NX")).isEqualTo(":-1\r\n");
        assertThat(ask("SET", "k", "w", "NEX", "PX", "1000")).isEqualTo(":-1\r\n");
        assertThat(ask("SET", "k", "v", "NEX", "PX", "100000")).isEqualTo("+OK\r\n");
        assertThat(ask("VDEL", "k", "w")).isEqualTo(":-1\r\n");
        assertThat(ask("SCAN", "*")).isEqualTo("*2\r\n$0\r\n\r\n*1\r\n$1\r\nk\r\n");
        assertThat(ask("VDEL", "k", "v")).isEqualTo(":1\r\n");
        assertThat(ask("VDEL", "k", "v")).isEqualTo(":0\r\n");
        assertThat(ask("SET", "k", "v")).isEqualTo("+OK\r\n");
        assertThat(ask("DEL", "k")).isEqualTo(":1\r\n");
        assertThat(ask("DEL", "k")).isEqualTo(":0\r\n");
        assertThat(ask("KEYNOTIFY", "k", "STOP")).isEqualTo(":0\r\n");
        assertThat(ask("KEYNOTIFY", "k")).isEqualTo("+OK\r\n");
        assertThat(ask("KEYNOTIFY", "k")).isEqualTo("+OK\r\n");
        assertThat(ask("KEYNOTIFY", "k", "STOP")).isEqualTo("+OK\r\n");
        assertThat(ask("KEYNOTIFY", "k", "STOP")).isEqualTo(":0\r\n");
    }

    @Test
    void versionsAreLaterThanTheirRequestsAndComeBackWithTheValue() {
        Answer set = ask("client", List.of(time(50_000)), "SET", "k", "v");
        assertThat(version(set)).isGreaterThan(Timestamp.parse(time(49_000).value()));
        assertThat(version(ask("client", List.of(), "GET", "k"))).isEqualTo(version(set));
        assertThat(version(ask("client", List.of(), "DEL", "k"))).isGreaterThan(version(set));
    }

    private String refusal(String client, List<UserProperty> properties, String... words) {
        Answer answer = ask(client, properties, words);
        assertThat(answer.properties()).isEmpty();
        return answer.payload().asUtf8();
    }

    @Test
    void everyRefusalHasItsDocumentedText() {
        Timestamp token = version(ask("client", List.of(time(0)), "SET", "lock", "me"));
        List<UserProperty> fenced = List.of(time(0), new UserProperty("__ft", token.toString()));
        assertThat(ask("client", fenced, "SET", "k", "v").payload().asUtf8()).isEqualTo("+OK\r\n");
        assertThat(refusal("client", List.of(time(0)), "SET", "k", "w"))
                .isEqualTo("-ERR a fencing token is required for this request\r\n");
        assertThat(refusal("client", List.of(), "DEL", "k"))
                .isEqualTo("-ERR a fencing token is required for this request\r\n");
        assertThat(refusal("client", List.of(time(0), new UserProperty("__ft", "1:0:c")), "SET", "k", "w"))
                .isEqualTo("-ERR the request fencing token is a lower version than the fencing token protecting the"
                        + " resource\r\n");
        assertThat(refusal(
                        "client",
                        List.of(time(0), new UserProperty("__ft", time(70_000).value())),
                        "SET",
                        "k",
                        "w"))
                .isEqualTo("-ERR the request fencing token timestamp is too far in the future; ensure that the client"
                        + " and broker system clocks are synchronized\r\n");
        assertThat(refusal("client", List.of(time(70_000)), "SET", "k", "w"))
                .isEqualTo("-ERR the request timestamp is too far in the future; ensure that the client and broker"
                        + " system clocks are synchronized\r\n");
        assertThat(refusal("client", List.of(), "SET", "k", "w")).isEqualTo("-ERR missing timestamp\r\n");
        assertThat(refusal("client", List.of(new UserProperty("__ts", "today")), "SET", "k", "w"))
                .isEqualTo("-ERR malformed timestamp\r\n");
        assertThat(refusal("client", List.of(new UserProperty("__ft", "::")), "DEL", "k"))
                .isEqualTo("-ERR malformed timestamp\r\n");
        assertThat(ask("SET", "k2", "v".repeat(1_001))).isEqualTo("-ERR the quota has been exceeded\r\n");
        assertThat(ask("GET", "k".repeat(101))).isEqualTo("-ERR the quota has been exceeded\r\n");
        assertThat(ask("GET", "")).isEqualTo("-ERR the key length is zero\r\n");
        assertThat(ask("MGET", "k")).isEqualTo("-ERR unknown command\r\n");
        assertThat(ask("GET")).isEqualTo("-ERR wrong number of arguments\r\n");
        assertThat(refusal("guest", List.of(time(0)), "SET", "k", "w")).isEqualTo("-ERR not authorized\r\n");
        assertThat(refusal("guest", List.of(), "GET", "secret")).isEqualTo("-ERR not authorized\r\n");
        assertThat(refusal("guest", List.of(), "KEYNOTIFY", "secret")).isEqualTo("-ERR not authorized\r\n");
        assertThat(ask("guest", List.of(), "GET", "k").payload().asUtf8()).isEqualTo("$1\r\nv\r\n");
        assertThat(service.answer(Bytes.utf8("GET k"), List.of(), "client")
                        .payload()
                        .asUtf8())
                .isEqualTo("-ERR syntax error\r\n");
    }

    @Test
    void clientsAreToldUntilTheyStopOrGo() throws InterruptedException {
        ask("KEYNOTIFY", "k");
        Timestamp version = version(ask("client", List.of(time(0)), "SET", "k", "v"));
        assertThat(sent.poll(30, TimeUnit.SECONDS))
                .isEqualTo(new Sent(
                        "clients/statestore/v1/FA9AE35F-2F64-47CD-9BFF-08E2B32A0FE8/636C69656E74/command/notify/6B",
                        "*4\r\n$6\r\nNOTIFY\r\n$3\r\nSET\r\n$5\r\nVALUE\r\n$1\r\nv\r\n",
                        List.of(new UserProperty("__ts", version.toString()))));
        ask("DEL", "k");
        assertThat(sent.poll(30, TimeUnit.SECONDS).payload()).isEqualTo("*2\r\n$6\r\nNOTIFY\r\n$6\r\nDELETE\r\n");
        service.disconnected("client");
        ask("SET", "k", "untold");
        ask("KEYNOTIFY", "k");
        ask("SET", "k", "told");
        assertThat(sent.poll(30, TimeUnit.SECONDS).payload()).contains("$4\r\ntold");
    }

    @Test
    void aChangeIsWrittenDownOnceForAllWhoAreTold() throws InterruptedException {
        BlockingQueue<Bytes> payloads = new LinkedBlockingQueue<>();
        try (StateStoreService telling =
                new StateStoreService(store, store::merge, (topic, payload, properties) -> payloads.add(payload))) {
            for (String client : List.of("a", "b")) {
                telling.answer(Bytes.utf8(frame("KEYNOTIFY", "k")), List.of(), client);
            }
            for (String value : List.of("one", "two")) {
                telling.answer(Bytes.utf8(frame("SET", "k", value)), List.of(time(0)), "a");
                Bytes first = payloads.poll(30, TimeUnit.SECONDS);
                assertThat(first.asUtf8()).contains(value);
                assertThat(payloads.poll(30, TimeUnit.SECONDS)).isSameAs(first);
            }
        }
    }

    @Test
    void watchesBeyondTheQuotaAreRefusedAndThoseOfAClientThatWentCountNoMore() {
        assertThat(ask("KEYNOTIFY", "a")).isEqualTo("+OK\r\n");
        assertThat(ask("KEYNOTIFY", "b")).isEqualTo("+OK\r\n");
        assertThat(ask("KEYNOTIFY", "c")).isEqualTo("-ERR the quota has been exceeded\r\n");
        assertThat(ask("other", List.of(), "KEYNOTIFY", "c").payload().asUtf8())
                .isEqualTo("-ERR the quota has been exceeded\r\n");
        service.disconnected("client");
        assertThat(ask("other", List.of(), "KEYNOTIFY", "c").payload().asUtf8()).isEqualTo("+OK\r\n");
    }

    @Test
    void aStoreThatFailsIsAnAnswerThatTellsNothingOfItsMachine() {
        store.close();
        assertThat(ask("GET", "k")).isEqualTo("-ERR internal error\r\n");
    }

    @Property(tries = 300)
    void anyBytesAreAnswered(@ForAll byte[] payload, @ForAll String time) {
        Answer answer = service.answer(
                Bytes.of(payload), List.of(new UserProperty("__ts", time), new UserProperty("__ft", time)), "client");
        assertThat(StateStoreResponse.parse(answer.payload())).isInstanceOf(StateStoreResponse.Refused.class);
    }
}
