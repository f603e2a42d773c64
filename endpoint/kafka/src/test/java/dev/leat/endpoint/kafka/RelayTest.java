package dev.leat.endpoint.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.Health;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What goes from Kafka to Kafka, and when it counts as read. */
final class RelayTest {

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    @Test
    void recordsGoThroughInTheirOrderAndAreCommitted() throws Exception {
        String in = SharedKafka.topic(1);
        String out = SharedKafka.topic(1);
        String group = SharedKafka.name("group");
        try (TestClient client = TestClient.shared()) {
            client.sendNumbers(in, 1, 0, 5000);
            KafkaSource source = Relay.source(group, in);
            KafkaSink sink = Relay.sink(out);
            try (Relay relay = Relay.start(source, sink)) {
                assertThat(client.reading(out).receive(5000)).isEqualTo(numbers(0, 5000));
                client.awaitCommitted(group, in, 0, 5000);
                assertThat(source.health()).isEqualTo(Health.UP);
                assertThat(sink.health()).isEqualTo(Health.UP);
                client.sendNumbers(in, 1, 5000, 5010);
                assertThat(client.receive(10)).isEqualTo(numbers(5000, 5010));
                assertThat(relay.faults).isEmpty();
            }
            assertThat(client.committed(group, in, 0)).isEqualTo(5010);
        }
    }

    @Test
    void anOffsetIsCommittedOnlyWhenAllRecordsUpToItAreConfirmed() throws Exception {
        String in = SharedKafka.topic(1);
        String group = SharedKafka.name("group");
        try (TestClient client = TestClient.shared()) {
            client.sendNumbers(in, 1, 0, 10);
            HeldSink first = new HeldSink(100);
            try (Relay relay = Relay.start(Relay.source(group, in), first)) {
                List<HeldSink.Taken> taken = first.next(10);
                taken.get(0).confirm();
                taken.get(1).confirm();
                // Behind a gap, which holds the commit.
                taken.subList(3, 10).forEach(HeldSink.Taken::confirm);
                client.awaitCommitted(group, in, 0, 2);
                relay.abandon();
            }
            assertThat(client.committed(group, in, 0)).isEqualTo(2);
            HeldSink second = new HeldSink(100);
            try (Relay relay = Relay.start(Relay.source(group, in), second)) {
                List<HeldSink.Taken> again = second.next(8);
                assertThat(again).extracting(HeldSink.Taken::text).isEqualTo(numbers(2, 10));
                again.forEach(HeldSink.Taken::confirm);
                client.awaitCommitted(group, in, 0, 10);
            }
        }
    }

    @Test
    void asMuchAsMayBeIsInFlightAndTheMemberStays() throws Exception {
        String in = SharedKafka.topic(1);
        String group = SharedKafka.name("group");
        try (TestClient client = TestClient.shared()) {
            client.sendNumbers(in, 1, 0, 100);
            HeldSink sink = new HeldSink(1000);
            KafkaSource source = new KafkaSource(
                    Relay.connection(), KafkaSourceOptions.of(group, in).withMaxInFlight(7, 1 << 20), Relay.clock());
            try (Relay relay = Relay.start(source, sink)) {
                List<HeldSink.Taken> taken = new ArrayList<>(sink.next(7));
                taken.get(6).confirm();
                taken.get(0).confirm();
                // Only the first in the row makes room.
                taken.add(sink.next());
                assertThat(taken.getLast().text()).isEqualTo("7");
                client.awaitCommitted(group, in, 0, 1);
                assertThat(sink.size()).isZero();
                taken.forEach(HeldSink.Taken::confirm);
                for (int i = 8; i < 100; i++) {
                    HeldSink.Taken next = sink.next();
                    assertThat(next.text()).isEqualTo(Integer.toString(i));
                    next.confirm();
                }
                client.awaitCommitted(group, in, 0, 100);
            }
        }
    }

    @Test
    void bytesInFlightAreBoundedToo() throws Exception {
        String in = SharedKafka.topic(1);
        String group = SharedKafka.name("group");
        try (TestClient client = TestClient.shared()) {
            client.send(in, "a".repeat(1000));
            client.send(in, "b".repeat(10));
            HeldSink sink = new HeldSink(1000);
            KafkaSource source = new KafkaSource(
                    Relay.connection(), KafkaSourceOptions.of(group, in).withMaxInFlight(1000, 500), Relay.clock());
            try (Relay relay = Relay.start(source, sink)) {
                HeldSink.Taken first = sink.next();
                assertThat(first.text()).startsWith("a");
                Relay.await("member", () -> source.ready().isDone());
                assertThat(sink.size()).isZero();
                first.confirm();
                HeldSink.Taken second = sink.next();
                assertThat(second.text()).startsWith("b");
                second.confirm();
            }
        }
    }

    @Test
    void aRecordThatIsTooLargeForTheTopicFailsByItself() throws Exception {
        String in = SharedKafka.topic(1);
        String out = SharedKafka.name("small");
        String group = SharedKafka.name("group");
        SharedKafka.server().createTopic(out, 1, Map.of("max.message.bytes", "2000"));
        try (TestClient client = TestClient.shared()) {
            client.send(in, "before");
            client.send(in, "x".repeat(10_000));
            client.send(in, "after");
            try (Relay relay = Relay.start(Relay.source(group, in), Relay.sink(out))) {
                assertThat(client.reading(out).receive(2)).containsExactly("before", "after");
                client.awaitCommitted(group, in, 0, 3);
                assertThat(relay.faults).hasSize(1);
                assertThat(relay.faults.remove().reason())
                        .isInstanceOfSatisfying(
                                KafkaEndpointException.class,
                                refused -> assertThat(refused.error()).isEqualTo(KafkaError.RECORD_REFUSED));
            }
        }
    }

    @Test
    void whatIsUnderWayAtTheEndIsWrittenAndCommitted() throws Exception {
        String in = SharedKafka.topic(1);
        String out = SharedKafka.topic(1);
        String group = SharedKafka.name("group");
        try (TestClient client = TestClient.shared()) {
            client.sendNumbers(in, 1, 0, 100_000);
            try (Relay relay = Relay.start(Relay.source(group, in), Relay.sink(out))) {
                client.reading(out).receive();
                assertThat(relay.faults).isEmpty();
            }
            long written = client.end(out);
            assertThat(client.committed(group, in, 0)).isEqualTo(written);
            // It did not read on to the end.
            assertThat(written).isLessThan(100_000);
            assertThat(client.reading(out).receive((int) written)).isEqualTo(numbers(0, (int) written));
        }
    }

    @Test
    void eachPartitionKeepsItsOrder() throws Exception {
        String in = SharedKafka.topic(3);
        String out = SharedKafka.topic(1);
        try (TestClient client = TestClient.shared()) {
            client.sendNumbers(in, 3, 0, 3000);
            try (Relay relay = Relay.start(Relay.source(SharedKafka.name("group"), in), Relay.sink(out))) {
                List<Integer> all = client.reading(out).receive(3000).stream()
                        .map(Integer::valueOf)
                        .toList();
                for (int partition = 0; partition < 3; partition++) {
                    int which = partition;
                    assertThat(all.stream().filter(number -> number % 3 == which))
                            .hasSize(1000)
                            .isSorted();
                }
            }
        }
    }
}
