package dev.leat.endpoint.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Members of one group that come and go. */
final class RebalanceTest {

    private static final int PARTITIONS = 4;

    @Test
    void nothingIsLostWhileMembersComeAndGo() throws Exception {
        String in = SharedKafka.topic(PARTITIONS);
        String out = SharedKafka.topic(1);
        String group = SharedKafka.name("group");
        try (TestClient client = TestClient.shared()) {
            KafkaSource first = Relay.source(group, in);
            Relay one = Relay.start(first, Relay.sink(out));
            first.ready().join();
            Relay two = Relay.start(Relay.source(group, in), Relay.sink(out));
            int sent = sendUntilReading(client, in, 0, two);
            long alone = one.running.counts().get("in").in();
            sent = send(client, in, sent);
            Relay.await(
                    "the first goes on beside the second",
                    () -> one.running.counts().get("in").in() > alone);
            sent = send(client, in, sent);
            one.close();
            sent = send(client, in, sent);
            client.reading(out);
            Set<Integer> seen = new HashSet<>();
            Map<Integer, Integer> last = new HashMap<>();
            while (seen.size() < sent) {
                int number = Integer.parseInt(TestClient.text(client.receive()));
                if (seen.add(number)) {
                    // What comes for the first time comes in its partition's order.
                    assertThat(number).isGreaterThan(last.getOrDefault(number % PARTITIONS, -1));
                    last.put(number % PARTITIONS, number);
                }
            }
            two.close();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                assertThat(client.committed(group, in, partition)).isEqualTo(sent / PARTITIONS);
            }
        }
    }

    /** How many were sent by then. */
    private static int send(TestClient client, String topic, int from) throws Exception {
        client.sendNumbers(topic, PARTITIONS, from, from + 400);
        return from + 400;
    }

    private static int sendUntilReading(TestClient client, String topic, int from, Relay relay) throws Exception {
        int sent = from;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (relay.running.counts().get("in").in() == 0) {
            assertThat(System.nanoTime()).isLessThan(end);
            sent = send(client, topic, sent);
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return sent;
    }

    @Test
    void whatIsInFlightWhenAPartitionGoesIsReadByTheOtherMember() throws Exception {
        String in = SharedKafka.topic(2);
        String group = SharedKafka.name("group");
        try (TestClient client = TestClient.shared()) {
            client.sendNumbers(in, 2, 0, 20);
            HeldSink held = new HeldSink(100);
            Relay one = Relay.start(Relay.source(group, in), held);
            List<HeldSink.Taken> taken = held.next(20);
            // Of each partition the first two.
            taken.stream().filter(record -> Integer.parseInt(record.text()) < 4).forEach(HeldSink.Taken::confirm);
            HeldSink other = new HeldSink(100);
            KafkaSource second = Relay.source(group, in);
            Relay two = Relay.start(second, other);
            HeldSink.Taken firstAgain = other.next();
            List<HeldSink.Taken> again = new ArrayList<>(List.of(firstAgain));
            again.addAll(other.next(7));
            int partition = Integer.parseInt(firstAgain.text()) % 2;
            assertThat(again)
                    .extracting(record -> Integer.valueOf(record.text()))
                    .allMatch(number -> number % 2 == partition)
                    .startsWith(4 + partition)
                    .isSorted();
            again.forEach(HeldSink.Taken::confirm);
            client.awaitCommitted(group, in, partition, 10);
            // What the first member still holds of it counts for nothing any more, its other partition does.
            taken.forEach(HeldSink.Taken::confirm);
            client.awaitCommitted(group, in, 1 - partition, 10);
            one.close();
            two.close();
            assertThat(client.committed(group, in, partition)).isEqualTo(10);
        }
    }
}
