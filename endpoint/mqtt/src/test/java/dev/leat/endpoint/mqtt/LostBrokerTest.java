package dev.leat.endpoint.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.RunningDataflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Brokers, connections and processes that end in the middle lose no message. */
final class LostBrokerTest {

    private static final int MESSAGES = 500;

    private static Set<String> texts(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + "-" + i).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> texts(List<StubbornSink.Taken> taken) {
        return taken.stream().map(StubbornSink.Taken::text).toList();
    }

    private static MqttSource source(MosquittoServer server) {
        return new MqttSource(new MqttConnection(Relay.options(server).build()), List.of(Relay.IN), Relay.clock());
    }

    @Test
    void aMessageIsAcknowledgedOnlyWhenTheSinkConfirmedIt() throws Exception {
        try (MosquittoServer server = MosquittoServer.start();
                TestClient client = new TestClient(server, "world")) {
            StubbornSink first = new StubbornSink(10);
            try (RunningDataflow relay = Relay.between(source(server), first).start()) {
                server.awaitLog("Sending SUBACK to relay");
                client.publishMany("in/a", "m", 3);
                List<StubbornSink.Taken> taken = first.next(3);
                taken.getFirst().confirmation().done();
                server.awaitLog("Received PUBACK from relay");
                relay.stop(Duration.ZERO);
            }
            StubbornSink second = new StubbornSink(10);
            try (RunningDataflow relay = Relay.between(source(server), second).start()) {
                List<StubbornSink.Taken> taken = second.next(2);
                assertThat(texts(taken)).containsExactly("m-1", "m-2");
                taken.forEach(each -> each.confirmation().done());
                assertThat(relay.stop(Duration.ofSeconds(30))).isTrue();
            }
            StubbornSink third = new StubbornSink(10);
            try (RunningDataflow relay = Relay.between(source(server), third).start()) {
                server.awaitLog("Sending SUBACK to relay");
                client.publish("in/a", "last");
                StubbornSink.Taken last = third.next();
                assertThat(last.text()).isEqualTo("last");
                last.confirmation().done();
            }
        }
    }

    @Test
    void acknowledgementsGoOutInTheOrderOfArrival() throws Exception {
        try (MosquittoServer server = MosquittoServer.start();
                TestClient client = new TestClient(server, "world")) {
            StubbornSink first = new StubbornSink(10);
            try (RunningDataflow relay = Relay.between(source(server), first).start()) {
                server.awaitLog("Sending SUBACK to relay");
                client.publishMany("in/a", "m", 3);
                List<StubbornSink.Taken> taken = first.next(3);
                taken.get(2).confirmation().done();
                taken.get(1).confirmation().done();
                relay.stop(Duration.ZERO);
            }
            // Nothing went out before the first: the broker still has all three.
            StubbornSink second = new StubbornSink(10);
            try (RunningDataflow relay = Relay.between(source(server), second).start()) {
                assertThat(texts(second.next(3))).containsExactly("m-0", "m-1", "m-2");
                relay.stop(Duration.ZERO);
            }
        }
    }

    @Test
    void aBrokerThatIsKilledMidStreamAndStartedAgainLosesNothing() throws Exception {
        try (MosquittoServer server = MosquittoServer.startPersistent();
                TestClient client = new TestClient(server, "world").subscribe(Relay.OUT)) {
            // The session exists, with its subscription, and the broker holds all messages, on disk.
            try (RunningDataflow once = Relay.on(server).start()) {
                server.awaitLog("Sending SUBACK to relay");
            }
            client.publishMany("in/a", "m", MESSAGES);
            server.save();
            try (RunningDataflow relay = Relay.on(server).start()) {
                List<String> before = new ArrayList<>(client.nextTexts(MESSAGES / 4));
                server.kill();
                server.startAgain();
                Set<String> expected = texts("m", MESSAGES);
                before.forEach(expected::remove);
                client.awaitAll(expected);
                client.publish("in/a", "after");
                client.awaitAll(Set.of("after"));
                assertThat(relay.stop(Duration.ofSeconds(30))).isTrue();
            }
        }
    }

    @Test
    void aDestinationThatIsKilledGetsWhatItHadNotConfirmedWhenItIsBack() throws Exception {
        try (MosquittoServer server = MosquittoServer.start();
                MosquittoServer destination = MosquittoServer.startPersistent();
                TestClient client = new TestClient(server, "world");
                TestClient there = new TestClient(destination, "there").subscribe(Relay.OUT)) {
            destination.save();
            Relay relay = Relay.between(
                    source(server),
                    new MqttSink(
                            new MqttConnection(Relay.options(destination).build()), MqttSinkOptions.to(Relay.OUT)));
            try (RunningDataflow running = relay.start()) {
                server.awaitLog("Sending SUBACK to relay");
                destination.awaitLog("Sending CONNACK to relay");
                destination.kill();
                client.publishMany("in/a", "m", MESSAGES);
                destination.startAgain();
                there.awaitAll(texts("m", MESSAGES));
                assertThat(running.stop(Duration.ofSeconds(30))).isTrue();
                assertThat(running.counts().get("out").out()).isEqualTo(MESSAGES);
            }
        }
    }

    @Test
    void aBrokerThatForgetsTheSessionIsSubscribedToAgain() throws Exception {
        try (MosquittoServer server = MosquittoServer.start()) {
            try (RunningDataflow relay = Relay.on(server).start()) {
                server.awaitLog("Sending SUBACK to relay");
                server.kill();
                server.startAgain();
                server.awaitLog("Sending SUBACK to relay");
                try (TestClient client = new TestClient(server, "world").subscribe(Relay.OUT)) {
                    client.publishMany("in/a", "m", 10);
                    client.awaitAll(texts("m", 10));
                }
            }
        }
    }

    @Test
    void aBrokerThatIsFrozenForLongerThanTheKeepAliveIsFoundAgain() throws Exception {
        try (MosquittoServer server = MosquittoServer.start()) {
            MqttConnectionOptions options =
                    Relay.options(server).keepAlive(Duration.ofSeconds(1)).build();
            try (ConnectionLog log = new ConnectionLog();
                    TestClient client = new TestClient(server, "world").subscribe(Relay.OUT);
                    RunningDataflow relay = Relay.on(options).start()) {
                server.awaitLog("Sending SUBACK to relay");
                client.publishMany("in/a", "m", 50);
                server.freeze();
                // The connection is given up, and a new one asked for, which a frozen broker cannot accept.
                log.await("LEAT-MQTT-003", options.address(), "Next attempt in");
                server.unfreeze();
                client.publishMany("in/a", "n", 50);
                client.awaitAll(texts("n", 50));
                assertThat(relay.stop(Duration.ofSeconds(30))).isTrue();
            }
        }
    }

    @Test
    void aSlowDestinationHoldsTheBrokerBackAndLosesNothing() throws Exception {
        try (MosquittoServer server = MosquittoServer.start("allow_anonymous true", "max_queued_messages 0");
                TestClient client = new TestClient(server, "world")) {
            MqttConnectionOptions options = Relay.options(server).maxInFlight(5).build();
            StubbornSink slow = new StubbornSink(1);
            Relay relay =
                    Relay.between(new MqttSource(new MqttConnection(options), List.of(Relay.IN), Relay.clock()), slow);
            try (RunningDataflow running = relay.start()) {
                server.awaitLog("Sending SUBACK to relay");
                client.publishMany("in/a", "m", MESSAGES);
                for (int i = 0; i < MESSAGES; i++) {
                    StubbornSink.Taken taken = slow.next();
                    assertThat(taken.text()).isEqualTo("m-" + i);
                    taken.confirmation().done();
                }
                assertThat(running.stop(Duration.ofSeconds(30))).isTrue();
            }
        }
    }
}
