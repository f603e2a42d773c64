package dev.leat.service.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.UserProperty;
import dev.leat.endpoint.mqtt.MosquittoServer;
import dev.leat.operator.service.CommandException;
import dev.leat.operator.service.CommandException.Reason;
import dev.leat.operator.service.Commands;
import dev.leat.operator.service.Commands.InvokerOptions;
import dev.leat.operator.service.Commands.Request;
import dev.leat.operator.service.Commands.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The invoker's side of the command protocol, against an executor that a test plays by hand. */
final class CommandInvokerTest {

    private static final Request REQUEST =
            new Request(Bytes.utf8("do it"), List.of(new UserProperty("a", "1")), Map.of(), Connections.PATIENCE);

    private MosquittoServer server;
    private RpcConnection connection;
    private RawClient executor;

    @BeforeEach
    void start() throws Exception {
        server = MosquittoServer.start();
        connection = Connections.open(server, "caller");
        executor = new RawClient(server, "executor");
    }

    @AfterEach
    void stop() {
        connection.close();
        executor.close();
        server.close();
    }

    private static InvokerOptions options(String pattern) {
        return new InvokerOptions(
                pattern,
                Optional.empty(),
                "reset",
                Optional.empty(),
                Map.of("executorId", "oven"),
                Optional.empty(),
                Optional.empty());
    }

    private Commands.Invoker invoker(String pattern) {
        return new MqttCommands(connection).invoker(options(pattern));
    }

    private static CompletableFuture<Response> later(Commands.Invoker invoker, Request request) {
        return CompletableFuture.supplyAsync(() -> invoker.invoke(request), Thread.ofVirtual()::start);
    }

    private static Response await(CompletableFuture<Response> answer) throws Exception {
        return answer.get(RawClient.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static CommandException refusal(CompletableFuture<Response> answer) {
        ExecutionException failure = catchThrowableOfType(ExecutionException.class, () -> await(answer));
        assertThat(failure).as("the command must fail").isNotNull();
        assertThat(failure.getCause()).isInstanceOf(CommandException.class);
        return (CommandException) failure.getCause();
    }

    private static Mqtt5Publish answer(Mqtt5Publish request, String payload, String... properties) {
        return Mqtt5Publish.builder()
                .topic(request.getResponseTopic().orElseThrow())
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .correlationData(request.getCorrelationData().orElseThrow())
                .userProperties(RawClient.properties(properties))
                .build();
    }

    @Test
    void aRequestCarriesWhatTheProtocolAsksForAndTheResponseComesBack() throws Exception {
        executor.subscribe("rpc/oven/reset");
        CompletableFuture<Response> answer = later(
                invoker("rpc/{executorId}/{commandName}"),
                new Request(
                        Bytes.utf8("do it"), List.of(new UserProperty("a", "1")), Map.of(), Duration.ofMillis(59_001)));
        Mqtt5Publish request = executor.next();
        assertThat(RawClient.text(request)).isEqualTo("do it");
        assertThat(request.getQos()).isEqualTo(MqttQos.AT_LEAST_ONCE);
        assertThat(request.getResponseTopic().orElseThrow()).hasToString("clients/caller/rpc/oven/reset");
        assertThat(request.getCorrelationData().orElseThrow().remaining()).isEqualTo(16);
        assertThat(request.getMessageExpiryInterval()).hasValue(60);
        assertThat(request.getContentType().orElseThrow()).hasToString("application/octet-stream");
        Map<String, String> properties = RawClient.properties(request);
        assertThat(Timestamp.tryParse(properties.get("__ts"))).isPresent();
        assertThat(properties)
                .containsEntry("__srcId", "caller")
                .containsEntry("__protVer", "1.0")
                .containsEntry("$partition", "caller")
                .containsEntry("a", "1");
        executor.publish(
                answer(request, "done", "__stat", "200", "b", "2", "__ts", "000000000000001:00000:x", "__srcId", "e"));
        assertThat(await(answer))
                .isEqualTo(new Response(
                        Bytes.utf8("done"),
                        List.of(new UserProperty("b", "2")),
                        Optional.of(new Timestamp(1, 0, "x"))));
    }

    @Test
    void responsesGoWhereTheOptionsSay() throws Exception {
        executor.subscribe("#");
        Commands commands = new MqttCommands(connection);
        record Case(InvokerOptions options, String topic) {}
        Optional<String> none = Optional.empty();
        Map<String, String> tokens = Map.of("executorId", "oven");
        List<Case> cases = List.of(
                new Case(
                        new InvokerOptions(
                                "r/{executorId}",
                                Optional.of("a/{invokerClientId}/{commandName}"),
                                "c",
                                none,
                                tokens,
                                none,
                                none),
                        "a/caller/c"),
                new Case(
                        new InvokerOptions("r/{executorId}", none, "c", Optional.of("plant/one"), tokens, none, none),
                        "clients/caller/plant/one/r/oven"),
                new Case(
                        new InvokerOptions(
                                "r/{executorId}", none, "c", none, tokens, Optional.of("p/{commandName}"), none),
                        "p/c/r/oven"),
                new Case(new InvokerOptions("r", none, "c", none, tokens, none, Optional.of("s")), "r/s"),
                new Case(
                        new InvokerOptions("r", none, "c", none, tokens, Optional.of("p"), Optional.of("s/t")),
                        "p/r/s/t"));
        for (Case one : cases) {
            try (Commands.Invoker invoker = commands.invoker(one.options())) {
                CompletableFuture<Response> answer = later(invoker, REQUEST);
                Mqtt5Publish request = executor.next();
                assertThat(request.getResponseTopic().orElseThrow()).hasToString(one.topic());
                executor.publish(answer(request, "", "__stat", "204"));
                assertThat(await(answer).payload()).isEqualTo(Bytes.EMPTY);
                executor.next();
            }
        }
    }

    @Test
    void tokensOfARequestChooseAmongExecutors() throws Exception {
        executor.subscribe("rpc/+");
        Commands.Invoker invoker = new MqttCommands(connection)
                .invoker(new InvokerOptions(
                        "rpc/{ex:line}",
                        Optional.empty(),
                        "c",
                        Optional.empty(),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty()));
        for (String line : List.of("1", "2")) {
            CompletableFuture<Response> answer =
                    later(invoker, new Request(Bytes.EMPTY, List.of(), Map.of("ex:line", line), Connections.PATIENCE));
            Mqtt5Publish request = executor.next();
            assertThat(request.getTopic()).hasToString("rpc/" + line);
            executor.publish(answer(request, line, "__stat", "200"));
            assertThat(await(answer).payload()).isEqualTo(Bytes.utf8(line));
        }
        assertThat(refusal(later(invoker, REQUEST)).reason()).isEqualTo(Reason.CONFIGURATION_INVALID);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            400 |       |            |      | PAYLOAD_INVALID
            400 |       | __ts       |      | HEADER_MISSING
            400 |       | __ts       | x    | HEADER_INVALID
            408 |       | t          | PT1S | TIMEOUT
            415 |       | CT         | text | HEADER_INVALID
            422 | true  |            |      | INVOCATION_EXCEPTION
            500 | true  |            |      | EXECUTION_EXCEPTION
            500 | false | Counter    |      | INTERNAL_LOGIC_ERROR
            500 | false |            |      | UNKNOWN_ERROR
            503 |       | MaxClockDrift |   | STATE_INVALID
            505 |       |            |      | HEADER_INVALID
            418 |       |            |      | UNKNOWN_ERROR
            """, delimiter = '|', nullValues = "")
    void eachStatusHasItsReason(String status, String application, String name, String value, Reason reason)
            throws Exception {
        executor.subscribe("rpc");
        CompletableFuture<Response> answer = later(invoker("rpc"), REQUEST);
        Mqtt5Publish request = executor.next();
        List<String> properties = new java.util.ArrayList<>(List.of("__stat", status, "__stMsg", "what was wrong"));
        if (application != null) {
            properties.addAll(List.of("__apErr", application));
        }
        if (name != null) {
            properties.addAll(List.of("__propName", name));
        }
        if (value != null) {
            properties.addAll(List.of("__propVal", value));
        }
        executor.publish(answer(request, "", properties.toArray(String[]::new)));
        CommandException refused = refusal(answer);
        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(refused).hasMessageContainingAll("LEAT-RPC-005", status, "what was wrong");
    }

    @ParameterizedTest
    @CsvSource({
        "__other,200,HEADER_MISSING",
        "__stat,fine,HEADER_INVALID",
        "__stat,20,HEADER_INVALID",
        "__stat,204,PAYLOAD_INVALID",
    })
    void whatIsNoResponseIsToldApart(String name, String value, Reason reason) throws Exception {
        executor.subscribe("rpc");
        CompletableFuture<Response> answer = later(invoker("rpc"), REQUEST);
        executor.publish(answer(executor.next(), "content", name, value));
        CommandException refused = refusal(answer);
        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(refused).hasMessageContaining("LEAT-RPC-004");
    }

    @Test
    void aResponseWithATimeThatIsNoneOrFarAheadOrOfAnotherVersionIsRefused() throws Exception {
        executor.subscribe("rpc");
        Commands.Invoker invoker = invoker("rpc");
        record Case(String name, String value, Reason reason) {}
        for (Case one : List.of(
                new Case("__ts", "soon", Reason.HEADER_INVALID),
                new Case("__ts", "009999999999999:00000:x", Reason.STATE_INVALID),
                new Case("__protVer", "2.0", Reason.HEADER_INVALID))) {
            CompletableFuture<Response> answer = later(invoker, REQUEST);
            executor.publish(answer(executor.next(), "content", "__stat", "200", one.name(), one.value()));
            assertThat(refusal(answer).reason()).as(one.toString()).isEqualTo(one.reason());
        }
    }

    @Test
    void withoutAnAnswerInTimeARequestTimesOutAndALateAnswerIsCounted() throws Exception {
        executor.subscribe("rpc");
        Commands.Invoker invoker = invoker("rpc");
        CompletableFuture<Response> answer =
                later(invoker, new Request(Bytes.EMPTY, List.of(), Map.of(), Duration.ofMillis(200)));
        Mqtt5Publish request = executor.next();
        CommandException late = refusal(answer);
        assertThat(late.reason()).isEqualTo(Reason.TIMEOUT);
        assertThat(late).hasMessageContainingAll("LEAT-RPC-002", "rpc", "PT0.2S");
        executor.publish(answer(request, "late", "__stat", "200"));
        // What comes behind the late answer shows that it was taken.
        CompletableFuture<Response> next = later(invoker, REQUEST);
        executor.publish(answer(executor.next(), "in time", "__stat", "200"));
        assertThat(await(next).payload()).isEqualTo(Bytes.utf8("in time"));
        assertThat(connection.strayResponses()).isOne();
    }

    @Test
    void aSecondResponseAndOneOfAnotherRequestAreIgnoredAndCounted() throws Exception {
        executor.subscribe("rpc");
        Commands.Invoker invoker = invoker("rpc");
        CompletableFuture<Response> first = later(invoker, REQUEST);
        Mqtt5Publish request = executor.next();
        executor.publish(Mqtt5Publish.builder()
                .topic(request.getResponseTopic().orElseThrow())
                .qos(MqttQos.AT_LEAST_ONCE)
                .correlationData(RawClient.correlation(1))
                .build());
        executor.publish(Mqtt5Publish.builder()
                .topic(request.getResponseTopic().orElseThrow())
                .qos(MqttQos.AT_LEAST_ONCE)
                .build());
        executor.publish(answer(request, "one", "__stat", "200"));
        executor.publish(answer(request, "two", "__stat", "500"));
        assertThat(await(first).payload()).isEqualTo(Bytes.utf8("one"));
        CompletableFuture<Response> second = later(invoker, REQUEST);
        executor.publish(answer(executor.next(), "three", "__stat", "200"));
        assertThat(await(second).payload()).isEqualTo(Bytes.utf8("three"));
        assertThat(connection.strayResponses()).isEqualTo(3);
    }

    @Test
    void answersMayComeInAnotherOrderThanRequests() throws Exception {
        executor.subscribe("rpc");
        Commands.Invoker invoker = invoker("rpc");
        List<CompletableFuture<Response>> answers = new java.util.ArrayList<>();
        List<Mqtt5Publish> requests = new java.util.ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(later(invoker, new Request(Bytes.utf8("" + i), List.of(), Map.of(), Connections.PATIENCE)));
        }
        for (int i = 0; i < 20; i++) {
            requests.add(executor.next());
        }
        for (Mqtt5Publish request : requests.reversed()) {
            executor.publish(answer(request, RawClient.text(request), "__stat", "200"));
        }
        for (int i = 0; i < 20; i++) {
            assertThat(await(answers.get(i)).payload()).isEqualTo(Bytes.utf8("" + i));
        }
    }

    @Test
    void optionsThatNameNoTopicAreRefusedAtOnce() {
        MqttCommands commands = new MqttCommands(connection);
        for (InvokerOptions wrong : List.of(
                options(""),
                options("a/#"),
                options("a//b"),
                options("$share/x"),
                new InvokerOptions(
                        "a", Optional.of("a"), "c", Optional.empty(), Map.of(), Optional.empty(), Optional.empty()),
                new InvokerOptions(
                        "a", Optional.empty(), " ", Optional.empty(), Map.of(), Optional.empty(), Optional.empty()))) {
            CommandException refused = catchThrowableOfType(CommandException.class, () -> commands.invoker(wrong));
            assertThat(refused).as(wrong.toString()).isNotNull();
            assertThat(refused.reason()).isEqualTo(Reason.CONFIGURATION_INVALID);
        }
    }

    @Test
    void userDataMustNotPretendToBeTheProtocols() {
        Commands.Invoker invoker = invoker("rpc");
        CommandException refused = catchThrowableOfType(
                CommandException.class,
                () -> invoker.invoke(new Request(
                        Bytes.EMPTY, List.of(new UserProperty("__stat", "200")), Map.of(), Connections.PATIENCE)));
        assertThat(refused.reason()).isEqualTo(Reason.HEADER_INVALID);
    }

    @Test
    void closingTheConnectionEndsWhatIsUnderWay() throws Exception {
        executor.subscribe("rpc");
        CompletableFuture<Response> answer = later(invoker("rpc"), REQUEST);
        executor.next();
        connection.close();
        assertThat(refusal(answer).reason()).isEqualTo(Reason.CANCELLATION);
    }

    @Test
    void aBrokerThatIsRestartedUnderARequestLeavesItsAnswerOrItsTimeout() throws Exception {
        executor.subscribe("rpc");
        Commands.Invoker invoker = invoker("rpc");
        CompletableFuture<Response> under = later(invoker, REQUEST);
        Mqtt5Publish request = executor.next();
        server.kill();
        server.startAgain();
        // The broker has forgotten its sessions; both come back, and the answer that is given now finds its request.
        server.awaitLog("Sending SUBACK to caller");
        executor.publish(answer(request, "after all", "__stat", "200"));
        assertThat(await(under).payload()).isEqualTo(Bytes.utf8("after all"));
        try (RawClient second = new RawClient(server, "second")) {
            second.subscribe("rpc", again -> second.publishLater(answer(again, "new", "__stat", "200")));
            assertThat(await(later(invoker, REQUEST)).payload()).isEqualTo(Bytes.utf8("new"));
        }
    }

    @Test
    void moreRequestsThanAllowedWaitForTheirTurnOrTimeOut() throws Exception {
        executor.subscribe("rpc");
        try (RpcConnection narrow = RpcConnection.open(Connections.options(server, "narrow"), 1)) {
            Commands.Invoker invoker = new MqttCommands(narrow).invoker(options("rpc"));
            CompletableFuture<Response> first = later(invoker, REQUEST);
            Mqtt5Publish request = executor.next();
            CommandException refused =
                    refusal(later(invoker, new Request(Bytes.EMPTY, List.of(), Map.of(), Duration.ofMillis(100))));
            assertThat(refused.reason()).isEqualTo(Reason.TIMEOUT);
            assertThat(refused).hasMessageContaining("LEAT-RPC-006");
            CompletableFuture<Response> second = later(invoker, REQUEST);
            executor.publish(answer(request, "one", "__stat", "200"));
            assertThat(await(first).payload()).isEqualTo(Bytes.utf8("one"));
            executor.publish(answer(executor.next(), "two", "__stat", "200"));
            assertThat(await(second).payload()).isEqualTo(Bytes.utf8("two"));
        }
    }

    @Test
    void requestsThatTimeOutWithoutABrokerDoNotPileUp() throws Exception {
        Request brief = new Request(Bytes.EMPTY, List.of(), Map.of(), Duration.ofMillis(100));
        try (RpcConnection narrow = RpcConnection.open(Connections.options(server, "narrow"), 2)) {
            Commands.Invoker invoker = new MqttCommands(narrow).invoker(options("rpc"));
            assertThat(refusal(later(invoker, brief))).hasMessageContaining("LEAT-RPC-002");
            server.kill();
            assertThat(refusal(later(invoker, brief))).hasMessageContaining("LEAT-RPC-002");
            assertThat(refusal(later(invoker, brief))).hasMessageContaining("LEAT-RPC-002");
            for (int i = 0; i < 3; i++) {
                assertThat(refusal(later(invoker, brief))).hasMessageContaining("LEAT-RPC-006");
            }
            server.startAgain();
            try (RawClient second = new RawClient(server, "second")) {
                second.subscribe("rpc", again -> second.publishLater(answer(again, "new", "__stat", "200")));
                assertThat(await(later(invoker, REQUEST)).payload()).isEqualTo(Bytes.utf8("new"));
            }
        }
    }

    @Test
    void whoWaitsForATurnHearsOfTheEnd() throws Exception {
        executor.subscribe("rpc");
        RpcConnection narrow = RpcConnection.open(Connections.options(server, "narrow"), 1);
        Commands.Invoker invoker = new MqttCommands(narrow).invoker(options("rpc"));
        CompletableFuture<Response> first = later(invoker, REQUEST);
        executor.next();
        CompletableFuture<Response> waiting = later(invoker, REQUEST);
        narrow.close();
        assertThat(refusal(first).reason()).isEqualTo(Reason.CANCELLATION);
        assertThat(refusal(waiting).reason()).isEqualTo(Reason.CANCELLATION);
    }
}
