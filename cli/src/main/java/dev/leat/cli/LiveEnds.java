package dev.leat.cli;

import dev.leat.dataflow.Sink;
import dev.leat.dataflow.Source;
import dev.leat.dataflow.TimePolicy;
import dev.leat.endpoint.kafka.KafkaSink;
import dev.leat.endpoint.kafka.KafkaSource;
import dev.leat.endpoint.mqtt.MqttConnection;
import dev.leat.endpoint.mqtt.MqttConnectionOptions;
import dev.leat.endpoint.mqtt.MqttSink;
import dev.leat.endpoint.mqtt.MqttSinkOptions;
import dev.leat.endpoint.mqtt.MqttSource;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a graph reads from and writes to until it is stopped: topics of one MQTT broker, over one connection, and topics of
 * Kafka.
 */
final class LiveEnds {

    private final Optional<MqttConnection> broker;
    private final List<String> sources;
    private final String clientId;
    private final boolean failFast;

    private LiveEnds(Optional<MqttConnection> broker, List<String> sources, String clientId, boolean failFast) {
        this.broker = broker;
        this.sources = sources;
        this.clientId = clientId;
        this.failFast = failFast;
    }

    /** @throws UsageException where an address cannot be understood, or addresses do not go together */
    static LiveEnds of(
            Optional<MqttConnectionOptions> broker, List<String> sources, String clientId, boolean failFast) {
        long kafka = sources.stream().filter(KafkaAddress::isOne).count();
        if (kafka > 0 && kafka < sources.size()) {
            throw new UsageException(
                    CliProblem.OPTIONS, "--source: a graph reads either topics of the MQTT broker or topics of Kafka");
        }
        LiveEnds ends = new LiveEnds(broker.map(MqttConnection::new), sources, clientId, failFast);
        if (kafka > 0) {
            ends.kafka(); // Says what is wrong with them before anything starts.
        }
        return ends;
    }

    Supplier<Source> source(TimePolicy policy) {
        var clock = MqttRun.clock(clientId, policy, InstantSource.system());
        if (broker.isPresent() && !KafkaAddress.isOne(sources.getFirst())) {
            MqttSource source = new MqttSource(broker.get(), sources, clock);
            return () -> source;
        }
        List<KafkaAddress> addresses = kafka();
        KafkaAddress first = addresses.getFirst();
        KafkaSource source = new KafkaSource(first.connection(clientId, failFast), first.source(addresses), clock);
        return () -> source;
    }

    private List<KafkaAddress> kafka() {
        List<KafkaAddress> addresses = sources.stream().map(KafkaAddress::parse).toList();
        KafkaAddress first = addresses.getFirst();
        for (KafkaAddress other : addresses) {
            if (!first.isBeside(other)) {
                throw new UsageException(
                        CliProblem.OPTIONS,
                        "--source " + other.text() + ": several topics of Kafka are read with one address, but for the"
                                + " topic: " + first.text() + " is another");
            }
        }
        first.connection(clientId, failFast);
        first.source(addresses);
        return addresses;
    }

    /** @throws UsageException where a destination of Kafka cannot be understood */
    void check(String destination) {
        if (KafkaAddress.isOne(destination)) {
            KafkaAddress address = KafkaAddress.parse(destination);
            address.connection(clientId, failFast);
            address.sink();
        }
    }

    /** Whether what goes to that destination comes in again. */
    boolean comesBack(String destination) {
        boolean kafka = KafkaAddress.isOne(sources.getFirst());
        if (kafka || KafkaAddress.isOne(destination)) {
            return sources.contains(destination);
        }
        try {
            return MqttSource.wouldRead(sources, destination);
        } catch (IllegalArgumentException noTopic) {
            return false; // The sink says so.
        }
    }

    /** @param destination of Kafka, or a topic of the MQTT broker */
    Sink sink(String destination) {
        if (KafkaAddress.isOne(destination)) {
            KafkaAddress address = KafkaAddress.parse(destination);
            return new KafkaSink(address.connection(clientId, failFast), address.sink());
        }
        return new MqttSink(broker.orElseThrow(), MqttSinkOptions.to(destination));
    }
}
