package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.leat.dataflow.data.Bytes;
import dev.leat.endpoint.mqtt.MosquittoServer;
import dev.leat.endpoint.mqtt.MqttConnectionOptions;
import dev.leat.service.rpc.CommandExecutor;
import dev.leat.service.rpc.CommandHandler;
import dev.leat.service.rpc.Payloads;
import dev.leat.service.rpc.RpcConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code leat run} of a graph whose module calls a command, against an executor at the same broker. */
final class CommandRunTest {

    private static final long PATIENCE_SECONDS = 120;

    private static final String GRAPH = """
            metadata:
              $schema: https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json
              name: calling
              version: 1.0.0
            moduleRequirements:
              apiVersion: "1.1.0"
              runtimeVersion: "1.1.0"
            operations:
              - {operationType: source, name: source}
              - {operationType: map, name: call, module: "caller:1.0.0"}
              - {operationType: sink, name: sink}
            connections:
              - {from: {name: source}, to: {name: call}}
              - {from: {name: call}, to: {name: sink}}
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aModuleCallsACommandThroughTheGraphsBroker() throws Exception {
        Path graph = Files.writeString(folder.resolve("graph.yaml"), GRAPH);
        LeatProcess log = new LeatProcess(folder.resolve("log"));
        BlockingQueue<Mqtt5Publish> out = new LinkedBlockingQueue<>();
        try (MosquittoServer broker = MosquittoServer.start();
                RpcConnection connection =
                        RpcConnection.open(MqttConnectionOptions.of(broker.host(), broker.port(), "executor"))) {
            CommandExecutor.open(
                            connection,
                            new CommandExecutor.Options(
                                    "rpc/{executorId}/{commandName}",
                                    "shout",
                                    Optional.empty(),
                                    Map.of(),
                                    Optional.empty(),
                                    Payloads.BYTES,
                                    Duration.ofSeconds(60)),
                            call -> CommandHandler.Reply.of(
                                    Bytes.utf8(call.payload().asUtf8() + "! from "
                                            + call.source().orElse("?"))),
                            Thread.ofVirtual()::start)
                    .ready()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            Mqtt5AsyncClient world = Mqtt5Client.builder()
                    .identifier("world")
                    .serverHost(broker.host())
                    .serverPort(broker.port())
                    .buildAsync();
            world.connect().join();
            world.subscribeWith()
                    .topicFilter("out")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .callback(out::add)
                    .send()
                    .join();
            Process run = log.start(List.of(
                    "run",
                    graph.toString(),
                    "--broker",
                    broker.host() + ":" + broker.port(),
                    "--source",
                    "in",
                    "--destination",
                    "out",
                    "--client-id",
                    "graph",
                    "--modules",
                    Command.root().resolve("operator/src/test/fixtures").toString()));
            try {
                log.awaitSubscribed();
                world.publishWith()
                        .topic("in")
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload("hello".getBytes(StandardCharsets.UTF_8))
                        .userProperties()
                        .add("request", "rpc/{executorId}/{commandName}")
                        .add("name", "shout")
                        .add("token:executorId", "oven")
                        .add("timeout", "9000")
                        .applyUserProperties()
                        .send()
                        .join();
                Mqtt5Publish answer = out.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertThat(answer).as(log.text()).isNotNull();
                assertThat(new String(answer.getPayloadAsBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("hello! from graph-services");
            } finally {
                LeatProcess.end(run);
                world.disconnect().join();
            }
        }
    }
}
