package dev.leat.service.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leat.endpoint.mqtt.MosquittoServer;
import dev.leat.operator.service.SchemaRegistry;
import dev.leat.operator.service.SchemaRegistry.Format;
import dev.leat.operator.service.SchemaRegistry.Schema;
import dev.leat.operator.service.SchemaRegistryException;
import dev.leat.operator.service.SchemaRegistryException.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The schema registry service, client and server, and each against the JSON that the other side writes by hand. */
final class SchemaRegistryTest {

    private static final String GET = "adr/dtmi:ms:adr:SchemaRegistry;2/get";
    private static final String PUT = "adr/dtmi:ms:adr:SchemaRegistry;2/put";
    private static final Duration PATIENCE = Connections.PATIENCE;

    private MosquittoServer server;
    private RpcConnection connection;
    private RpcConnection there;
    private RawClient world;

    /** Keeps schemas in memory, and counts how often it is asked. */
    private static final class Registry implements WritableSchemaRegistry {
        final Map<String, Schema> schemas = new ConcurrentHashMap<>();
        final AtomicInteger gets = new AtomicInteger();

        @Override
        public Schema get(String name, String version, Duration timeout) {
            gets.incrementAndGet();
            if (name.equals("broken")) {
                throw new IllegalStateException("the disk is gone");
            }
            return Optional.ofNullable(schemas.get(name + ":" + version))
                    .orElseThrow(() -> new SchemaRegistryException(Reason.NOT_FOUND, "no schema " + name));
        }

        @Override
        public Schema put(Draft draft, Duration timeout) {
            if (!draft.content().contains("object")) {
                throw new SchemaRegistryException(Reason.REQUEST, "no schema of an object");
            }
            Schema schema = new Schema(
                    "n" + schemas.size(),
                    "space",
                    draft.version(),
                    draft.format(),
                    draft.content(),
                    Optional.of("hash"),
                    draft.description(),
                    draft.displayName(),
                    draft.tags());
            schemas.put(schema.name() + ":" + schema.version(), schema);
            return schema;
        }
    }

    private final Registry registry = new Registry();

    @BeforeEach
    void start() throws Exception {
        server = MosquittoServer.start();
        connection = Connections.open(server, "caller");
        there = Connections.open(server, "registry");
        world = new RawClient(server, "world");
    }

    @AfterEach
    void stop() {
        connection.close();
        there.close();
        world.close();
        server.close();
    }

    private void serve(SchemaRegistry served) throws Exception {
        SchemaRegistryServer.open(there, served).ready().get(RawClient.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static WritableSchemaRegistry.Draft draft(String content) {
        return new WritableSchemaRegistry.Draft(
                Format.DELTA, content, "1", Optional.of("d"), Optional.of("n"), Map.of("k", "v"));
    }

    private static SchemaRegistryException refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        SchemaRegistryException refused = catchThrowableOfType(SchemaRegistryException.class, call);
        assertThat(refused).isNotNull();
        return refused;
    }

    @Test
    void whatIsPutIsThereAndIsAskedForOnce() throws Exception {
        serve(registry);
        MqttSchemaRegistry client = new MqttSchemaRegistry(connection);
        Schema put = client.put(draft("{\"type\":\"object\",\"täg\":1}"), PATIENCE);
        assertThat(put).isEqualTo(registry.schemas.get("n0:1"));
        assertThat(client.get("n0", "1", PATIENCE)).isEqualTo(put);
        assertThat(client.get("n0", "1", PATIENCE)).isEqualTo(put);
        assertThat(registry.gets).hasValue(1);
    }

    @Test
    void eachRefusalArrivesWithItsReason() throws Exception {
        serve(registry);
        MqttSchemaRegistry client = new MqttSchemaRegistry(connection);
        assertThat(refusal(() -> client.get("x", "1", PATIENCE)).reason()).isEqualTo(Reason.NOT_FOUND);
        SchemaRegistryException wrong = refusal(() -> client.put(draft("x"), PATIENCE));
        assertThat(wrong.reason()).isEqualTo(Reason.REQUEST);
        assertThat(wrong).hasMessageContaining("no schema of an object");
        SchemaRegistryException broken = refusal(() -> client.get("broken", "1", PATIENCE));
        assertThat(broken.reason()).isEqualTo(Reason.INTERNAL);
        assertThat(broken).hasMessageContaining("internal error").hasMessageNotContaining("disk");
    }

    @Test
    void aRegistryThatTakesNoSchemasSaysSo() throws Exception {
        serve((name, version, timeout) -> registry.get(name, version, timeout));
        SchemaRegistryException refused =
                refusal(() -> new MqttSchemaRegistry(connection).put(draft("object"), PATIENCE));
        assertThat(refused.reason()).isEqualTo(Reason.REQUEST);
        assertThat(refused).hasMessageContaining("takes no schemas");
    }

    @Test
    void withoutAServerARequestTimesOut() {
        MqttSchemaRegistry client = new MqttSchemaRegistry(connection);
        assertThat(refusal(() -> client.get("x", "1", Duration.ofMillis(100))).reason())
                .isEqualTo(Reason.TIMEOUT);
    }

    private String ask(String topic, String payload, long number) throws Exception {
        world.publish(
                topic,
                payload,
                request -> request.responseTopic("clients/world/adr")
                        .correlationData(RawClient.correlation(number))
                        .messageExpiryInterval(60)
                        .contentType("application/json"));
        return world.nextText();
    }

    @Test
    void theServerSpeaksTheDocumentedJson() throws Exception {
        serve(registry);
        world.subscribe("clients/world/adr");
        assertThat(ask(
                        PUT,
                        "{\"format\":\"JsonSchema/draft-07\",\"schemaType\":\"MessageSchema\",\"schemaContent\":\"object\","
                                + "\"version\":\"3\",\"tags\":{\"a\":\"b\"}}",
                        1))
                .isEqualTo("{\"schema\":{\"name\":\"n0\",\"namespace\":\"space\",\"format\":\"JsonSchema/draft-07\","
                        + "\"schemaType\":\"MessageSchema\",\"version\":\"3\",\"schemaContent\":\"object\","
                        + "\"hash\":\"hash\",\"tags\":{\"a\":\"b\"}}}");
        assertThat(ask(GET, "{\"name\":\"n0\",\"version\":\"3\"}", 2)).contains("\"schemaContent\":\"object\"");
        assertThat(ask(GET, "{\"name\":\"n1\",\"version\":\"3\"}", 3))
                .isEqualTo("{\"error\":{\"code\":404,\"message\":\"no schema n1\"}}");
        assertThat(ask(GET, "{\"name\":\"n1\"}", 4))
                .isEqualTo("{\"error\":{\"code\":400,\"message\":\"version is missing\"}}");
        assertThat(ask(GET, "[]", 5)).contains("\"code\":400");
        assertThat(ask(GET, "{", 6)).contains("\"code\":400", "no JSON");
        assertThat(ask(PUT, "{\"format\":\"xml\",\"schemaType\":\"MessageSchema\"}", 7))
                .contains("\"code\":400", "xml");
        assertThat(ask(PUT, "{\"format\":\"Delta/1.0\",\"schemaType\":\"Other\"}", 8))
                .contains("\"code\":400", "Other");
    }

    private void answerGetsWith(String payload) {
        world.subscribe(
                GET,
                request -> world.publishLater(com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish.builder()
                        .topic(request.getResponseTopic().orElseThrow())
                        .qos(com.hivemq.client.mqtt.datatypes.MqttQos.AT_LEAST_ONCE)
                        .payload(payload.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .correlationData(request.getCorrelationData().orElseThrow())
                        .userProperties(RawClient.properties("__stat", "200"))
                        .build()));
    }

    @Test
    void theClientReadsTheDocumentedErrors() {
        answerGetsWith("{\"error\":{\"code\":404,\"message\":\"gone\",\"target\":\"name\","
                + "\"innerError\":{\"code\":\"x\",\"message\":\"deeper\",\"correlationId\":\"1\"}}}");
        SchemaRegistryException refused = refusal(() -> new MqttSchemaRegistry(connection).get("a", "1", PATIENCE));
        assertThat(refused.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(refused).hasMessageContainingAll("gone", "name", "deeper");
    }

    @Test
    void theClientReadsASchemaWithNothingButWhatItNeeds() {
        answerGetsWith("{\"schema\":{\"name\":\"a\",\"format\":\"Delta/1.0\",\"version\":1,\"schemaContent\":\"c\","
                + "\"hash\":null}}");
        assertThat(new MqttSchemaRegistry(connection).get("a", "1", PATIENCE))
                .isEqualTo(new Schema(
                        "a",
                        "",
                        "1",
                        Format.DELTA,
                        "c",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()));
    }

    @Test
    void anAnswerThatIsNoneIsAnInternalError() {
        answerGetsWith("{\"schema\":{\"name\":\"a\"}}");
        assertThat(refusal(() -> new MqttSchemaRegistry(connection).get("a", "1", PATIENCE))
                        .reason())
                .isEqualTo(Reason.INTERNAL);
    }
}
