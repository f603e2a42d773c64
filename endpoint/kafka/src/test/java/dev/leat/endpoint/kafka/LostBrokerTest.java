package dev.leat.endpoint.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.Health;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Brokers that end, freeze and come back. */
final class LostBrokerTest {

    @Test
    void aBrokerThatIsKilledAndStartedAgainLosesNothing() throws Exception {
        try (KafkaServer destination = KafkaServer.start();
                TestClient client = TestClient.shared();
                TestClient there = new TestClient(destination)) {
            String in = SharedKafka.topic(1);
            String group = SharedKafka.name("group");
            destination.createTopic("out", 1);
            KafkaSource source = Relay.source(group, in);
            KafkaSink sink = new KafkaSink(
                    Relay.at(destination.plain()), KafkaSinkOptions.to("out").withMaxInFlight(500, 1 << 20));
            try (Relay relay = Relay.start(source, sink)) {
                client.sendNumbers(in, 1, 0, 1000);
                assertThat(there.reading("out").receive(1000)).hasSize(1000);
                destination.kill();
                client.sendNumbers(in, 1, 1000, 5000);
                assertThat(Relay.awaitDown(sink::health)).contains(KafkaError.CONNECTION_LOST.code());
                assertThat(source.health()).isEqualTo(Health.UP);
                // Nothing is confirmed, so nothing is committed.
                assertThat(client.committed(group, in, 0)).isLessThanOrEqualTo(1000);
                destination.startAgain();
                Relay.await("up", () -> sink.health().equals(Health.UP));
                client.awaitCommitted(group, in, 0, 5000);
                List<String> all = there.reading("out").receive(5000);
                assertThat(new ArrayList<>(new LinkedHashSet<>(all)))
                        .isEqualTo(IntStream.range(0, 5000)
                                .mapToObj(Integer::toString)
                                .toList());
                assertThat(all).as("an idempotent producer repeats nothing").doesNotHaveDuplicates();
                assertThat(relay.faults).isEmpty();
            }
        }
    }

    @Test
    void aSourceGoesOnWhereItWasWhenItsBrokerComesBack() throws Exception {
        try (KafkaServer origin = KafkaServer.start();
                TestClient there = new TestClient(origin)) {
            origin.createTopic("in", 1);
            KafkaSource source =
                    new KafkaSource(Relay.at(origin.plain()), KafkaSourceOptions.of("group", "in"), Relay.clock());
            HeldSink end = new HeldSink(10_000);
            try (Relay relay = Relay.start(source, end)) {
                there.sendNumbers("in", 1, 0, 10);
                List<HeldSink.Taken> first = end.next(10);
                origin.kill();
                assertThat(Relay.awaitDown(source::health)).contains(KafkaError.CONNECTION_LOST.code());
                // Confirmed meanwhile: it is told when the broker is back.
                first.forEach(HeldSink.Taken::confirm);
                origin.startAgain();
                there.sendNumbers("in", 1, 10, 20);
                LinkedHashSet<String> seen = new LinkedHashSet<>();
                while (!seen.contains("19")) {
                    HeldSink.Taken next = end.next();
                    seen.add(next.text());
                    next.confirm();
                }
                assertThat(seen).endsWith("18", "19").contains("10");
                there.awaitCommitted("group", "in", 0, 20);
            }
        }
    }

    @Test
    void aBrokerThatIsNotThereYetIsWaitedFor() throws Exception {
        KafkaConnectionOptions connection = Relay.at("127.0.0.1:1").withConnectTimeout(Duration.ofMillis(500));
        KafkaSource source = new KafkaSource(connection, KafkaSourceOptions.of("group", "in"), Relay.clock());
        KafkaSink sink = new KafkaSink(connection, KafkaSinkOptions.to("out"));
        try (Relay relay = Relay.start(source, sink)) {
            assertThat(Relay.awaitDown(source::health)).contains(KafkaError.BROKER_UNREACHABLE.code(), "127.0.0.1:1");
            assertThat(Relay.awaitDown(sink::health)).contains(KafkaError.BROKER_UNREACHABLE.code(), "127.0.0.1:1");
        }
    }

    @Test
    void aNameThatNobodyKnowsIsSaid() throws Exception {
        KafkaSink sink = new KafkaSink(Relay.at("nobody.invalid:9092"), KafkaSinkOptions.to("out"));
        KafkaSource source =
                new KafkaSource(Relay.at("nobody.invalid:9092"), KafkaSourceOptions.of("group", "in"), Relay.clock());
        try (Relay relay = Relay.start(source, sink)) {
            assertThat(Relay.awaitDown(sink::health)).contains(KafkaError.BROKER_UNREACHABLE.code());
            assertThat(Relay.awaitDown(source::health)).contains(KafkaError.BROKER_UNREACHABLE.code());
        }
    }
}
