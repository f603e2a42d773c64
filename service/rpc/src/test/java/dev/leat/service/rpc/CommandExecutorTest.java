package dev.leat.service.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PayloadFormatIndicator;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishBuilder;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.UserProperty;
import dev.leat.endpoint.mqtt.MosquittoServer;
import dev.leat.operator.service.Commands;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The executor's side of the command protocol, against an invoker that a test plays by hand. */
final class CommandExecutorTest {

    private static final String ANSWERS = "clients/world/answers";

    private MosquittoServer server;
    private RpcConnection connection;
    private RawClient world;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final ExecutorService one = Executors.newSingleThreadExecutor();
    private final Queue<CommandHandler.Call> calls = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void start() throws Exception {
        server = MosquittoServer.start();
        connection = Connections.open(server, "executor");
        world = new RawClient(server, "world").subscribe(ANSWERS);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        one.shutdownNow();
        connection.close();
        world.close();
        server.close();
    }

    private CommandExecutor executor(Payloads payloads, Duration timeout, CommandHandler handler) throws Exception {
        CommandExecutor executor = CommandExecutor.open(
                connection,
                new CommandExecutor.Options(
                        "rpc/{executorId}/{commandName}",
                        "reset",
                        Optional.empty(),
                        Map.of(),
                        Optional.of("group"),
                        payloads,
                        timeout),
                call -> {
                    calls.add(call);
                    return handler.handle(call);
                },
                threads);
        executor.ready().get(RawClient.PATIENCE_SECONDS, TimeUnit.SECONDS);
        return executor;
    }

    private CommandExecutor echo() throws Exception {
        return executor(
                Payloads.BYTES,
                Connections.PATIENCE,
                call -> new CommandHandler.Reply(call.payload(), call.customUserData()));
    }

    private static Mqtt5PublishBuilder.Complete whole(Mqtt5PublishBuilder.Complete request) {
        return request.responseTopic(ANSWERS)
                .correlationData(RawClient.correlation(7))
                .messageExpiryInterval(60);
    }

    private Mqtt5Publish ask(String payload, UnaryOperator<Mqtt5PublishBuilder.Complete> more) throws Exception {
        world.publish("rpc/oven/reset", payload, more);
        return world.next();
    }

    private static void assertRefused(Mqtt5Publish answer, String status, String name, String value) {
        Map<String, String> properties = RawClient.properties(answer);
        assertThat(properties).containsEntry("__stat", status).containsEntry("__apErr", "false");
        assertThat(properties.get("__stMsg")).isNotEmpty();
        assertThat(properties.get("__propName")).isEqualTo(name);
        assertThat(properties.get("__propVal")).isEqualTo(value);
        assertThat(answer.getPayloadAsBytes()).isEmpty();
    }

    @Test
    void aRequestIsDoneAndAnsweredWithWhatTheProtocolAsksFor() throws Exception {
        echo();
        Mqtt5Publish answer = ask(
                "do it",
                request -> whole(request)
                        .userProperties(
                                RawClient.properties("__ts", "000000000000001:00000:x", "__srcId", "world", "a", "1")));
        assertThat(RawClient.text(answer)).isEqualTo("do it");
        assertThat(answer.getCorrelationData()).contains(RawClient.correlation(7));
        assertThat(answer.getMessageExpiryInterval().orElseThrow()).isBetween(1L, 60L);
        assertThat(RawClient.properties(answer))
                .containsEntry("__stat", "200")
                .containsEntry("__srcId", "executor")
                .containsEntry("__protVer", "1.0")
                .containsEntry("a", "1")
                .containsKey("__ts");
        CommandHandler.Call call = calls.remove();
        assertThat(call.topicTokens()).isEqualTo(Map.of("executorId", "oven", "commandName", "reset"));
        assertThat(call.source()).contains("world");
        assertThat(call.customUserData()).containsExactly(new UserProperty("a", "1"));
    }

    @Test
    void anEmptyReplyHasNoContent() throws Exception {
        executor(Payloads.BYTES, Connections.PATIENCE, call -> CommandHandler.Reply.of(Bytes.EMPTY));
        assertThat(RawClient.property(ask("x", CommandExecutorTest::whole), "__stat"))
                .contains("204");
    }

    @Test
    void eachMistakeHasItsDocumentedAnswer() throws Exception {
        echo();
        assertRefused(
                ask("x", request -> request.responseTopic(ANSWERS).messageExpiryInterval(60)),
                "400",
                "Correlation Data",
                null);
        assertRefused(
                ask("x", request -> whole(request).correlationData(new byte[] {1, 2, 3})),
                "400",
                "Correlation Data",
                "3");
        assertRefused(
                ask("x", request -> request.responseTopic(ANSWERS).correlationData(RawClient.correlation(1))),
                "400",
                "Message Expiry",
                null);
        assertRefused(
                ask(
                        "x",
                        request -> whole(request)
                                .correlationData(RawClient.correlation(2))
                                .contentType("text/csv")),
                "415",
                "Content Type",
                "text/csv");
        assertRefused(
                ask(
                        "x",
                        request -> whole(request)
                                .correlationData(RawClient.correlation(3))
                                .payloadFormatIndicator(Mqtt5PayloadFormatIndicator.UTF_8)),
                "415",
                "Payload Format Indicator",
                "1");
        assertRefused(
                ask(
                        "x",
                        request -> whole(request)
                                .correlationData(RawClient.correlation(4))
                                .userProperties(RawClient.properties("__ts", "noon"))),
                "400",
                "__ts",
                "noon");
        assertRefused(
                ask(
                        "x",
                        request -> whole(request)
                                .correlationData(RawClient.correlation(5))
                                .userProperties(RawClient.properties("__ts", "009999999999999:00000:x"))),
                "503",
                "MaxClockDrift",
                null);
        long soon = System.currentTimeMillis() + 30_000;
        assertRefused(
                ask(
                        "x",
                        request -> whole(request)
                                .correlationData(RawClient.correlation(6))
                                .userProperties(RawClient.properties("__ts", soon + ":18446744073709551615:x"))),
                "500",
                "Counter",
                null);
        Mqtt5Publish version = ask(
                "x",
                request -> whole(request)
                        .correlationData(RawClient.correlation(8))
                        .userProperties(RawClient.properties("__protVer", "2.1")));
        assertThat(RawClient.properties(version))
                .containsEntry("__stat", "505")
                .containsEntry("__supProtMajVer", "1")
                .containsEntry("__requestProtVer", "2.1");
        assertThat(calls).isEmpty();
    }

    @Test
    void whatTheHandlerRefusesAndWhatItBreaksOnAreToldApart() throws Exception {
        executor(Payloads.BYTES, Connections.PATIENCE, call -> {
            if (call.payload().equals(Bytes.utf8("bad"))) {
                throw CommandRefusal.badPayload("no number");
            }
            throw new IllegalStateException("it\nbroke");
        });
        Mqtt5Publish bad = ask("bad", CommandExecutorTest::whole);
        assertRefused(bad, "400", null, null);
        assertThat(RawClient.property(bad, "__stMsg")).contains("no number");
        Mqtt5Publish broken = ask("worse", request -> whole(request).correlationData(RawClient.correlation(8)));
        assertThat(RawClient.properties(broken))
                .containsEntry("__stat", "500")
                .containsEntry("__apErr", "true")
                .containsEntry("__stMsg", "it broke");
    }

    @Test
    void aCommandThatTakesTooLongIsAnsweredWithItsTimeLimit() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        executor(Payloads.BYTES, Duration.ofMillis(100), call -> {
            never.await();
            return CommandHandler.Reply.of(Bytes.EMPTY);
        });
        assertRefused(ask("x", CommandExecutorTest::whole), "408", "ExecutionTimeout", "PT0.1S");
        never.countDown();
    }

    @Test
    void whatWasAnsweredAsTooLateIsNotDoneAfterwards() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (CommandExecutor busy = CommandExecutor.open(
                connection,
                new CommandExecutor.Options(
                        "late/{commandName}",
                        "reset",
                        Optional.empty(),
                        Map.of(),
                        Optional.empty(),
                        Payloads.BYTES,
                        Duration.ofMillis(200)),
                call -> {
                    calls.add(call);
                    go.await();
                    return CommandHandler.Reply.of(call.payload());
                },
                one)) {
            busy.ready().get(RawClient.PATIENCE_SECONDS, TimeUnit.SECONDS);
            for (int i = 0; i < 2; i++) {
                int number = i;
                world.publish(
                        "late/reset", "x", request -> whole(request).correlationData(RawClient.correlation(number)));
            }
            assertRefused(world.next(), "408", "ExecutionTimeout", "PT0.2S");
            assertRefused(world.next(), "408", "ExecutionTimeout", "PT0.2S");
            go.countDown();
            one.submit(() -> {}).get(RawClient.PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(calls).hasSize(1);
        }
    }

    @Test
    void aRequestThatComesTwiceIsDoneOnceAndAnsweredTwice() throws Exception {
        AtomicInteger count = new AtomicInteger();
        executor(
                Payloads.BYTES,
                Connections.PATIENCE,
                call -> CommandHandler.Reply.of(Bytes.utf8("" + count.incrementAndGet())));
        assertThat(RawClient.text(ask("x", CommandExecutorTest::whole))).isEqualTo("1");
        assertThat(RawClient.text(ask("x", CommandExecutorTest::whole))).isEqualTo("1");
        assertThat(RawClient.text(ask("x", request -> whole(request).correlationData(RawClient.correlation(8)))))
                .isEqualTo("2");
    }

    @Test
    void aRequestThatNobodyCanBeAnsweredForIsDroppedAndTheNextIsDone() throws Exception {
        echo();
        world.publish("rpc/oven/reset", "lost", request -> request.correlationData(RawClient.correlation(1)));
        assertThat(RawClient.text(ask("next", CommandExecutorTest::whole))).isEqualTo("next");
        assertThat(calls).hasSize(1);
    }

    @Test
    void aRequestIsAcknowledgedAfterItsAnswerOnly() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        executor(Payloads.BYTES, Connections.PATIENCE, call -> {
            go.await();
            return CommandHandler.Reply.of(Bytes.utf8("done"));
        });
        world.publish("rpc/oven/reset", "x", CommandExecutorTest::whole);
        server.awaitLog("Sending PUBLISH to executor");
        go.countDown();
        server.awaitLog("Received PUBLISH from executor");
        server.awaitLog("Received PUBACK from executor");
        assertThat(world.nextText()).isEqualTo("done");
    }

    @Test
    void executorsOfAGroupShareTheRequests() throws Exception {
        echo();
        try (RpcConnection other = Connections.open(server, "executor2")) {
            Queue<CommandHandler.Call> there = new ConcurrentLinkedQueue<>();
            CommandExecutor second = CommandExecutor.open(
                    other,
                    new CommandExecutor.Options(
                            "rpc/{executorId}/{commandName}",
                            "reset",
                            Optional.empty(),
                            Map.of(),
                            Optional.of("group"),
                            Payloads.BYTES,
                            Connections.PATIENCE),
                    call -> {
                        there.add(call);
                        return CommandHandler.Reply.of(call.payload());
                    },
                    threads);
            second.ready().get(RawClient.PATIENCE_SECONDS, TimeUnit.SECONDS);
            for (int i = 0; i < 20; i++) {
                int number = i;
                ask("x", request -> whole(request).correlationData(RawClient.correlation(100 + number)));
            }
            assertThat(calls.size() + there.size()).isEqualTo(20);
            assertThat(calls).isNotEmpty();
            assertThat(there).isNotEmpty();
        }
    }

    @Test
    void invokerAndExecutorUnderstandEachOtherAcrossARestartOfTheBroker() throws Exception {
        echo();
        try (RpcConnection caller = Connections.open(server, "caller")) {
            Commands.Invoker invoker = new MqttCommands(caller)
                    .invoker(new Commands.InvokerOptions(
                            "rpc/{executorId}/{commandName}",
                            Optional.empty(),
                            "reset",
                            Optional.empty(),
                            Map.of("executorId", "oven"),
                            Optional.empty(),
                            Optional.empty()));
            Commands.Request request = new Commands.Request(
                    Bytes.utf8("x"), List.of(new UserProperty("k", "v")), Map.of(), Connections.PATIENCE);
            Commands.Response before = invoker.invoke(request);
            assertThat(before.payload()).isEqualTo(Bytes.utf8("x"));
            assertThat(before.customUserData()).containsExactly(new UserProperty("k", "v"));
            assertThat(before.timestamp()).isPresent();
            server.kill();
            server.startAgain();
            server.awaitLog("Sending SUBACK to executor");
            assertThat(invoker.invoke(request).payload()).isEqualTo(Bytes.utf8("x"));
        }
    }
}
