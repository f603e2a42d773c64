package dev.leat.endpoint.mqtt;

import dev.leat.dataflow.Dataflow;
import dev.leat.dataflow.Fault;
import dev.leat.dataflow.HybridLogicalClock;
import dev.leat.dataflow.Operator;
import dev.leat.dataflow.Operators;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.dataflow.Sink;
import dev.leat.dataflow.WorkerOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/** A graph from the topic {@code in/#} of a broker to the topic {@code out} of the same or another one. */
final class Relay {

    static final String IN = "in/#";
    static final String OUT = "out";

    final BlockingQueue<Fault> faults = new LinkedBlockingQueue<>();

    private final Supplier<Sink> sink;
    private final Supplier<MqttSource> source;
    private Operator operator = Operators.map(Record::value);

    private Relay(Supplier<MqttSource> source, Supplier<Sink> sink) {
        this.source = source;
        this.sink = sink;
    }

    static MqttConnectionOptions.Builder options(MosquittoServer server) {
        return MqttConnectionOptions.builder(server.host(), server.port(), "relay")
                .keepAlive(Duration.ofSeconds(5));
    }

    static HybridLogicalClock clock() {
        return new HybridLogicalClock("relay", InstantSource.system());
    }

    /** Source and sink on one connection. */
    static Relay on(MqttConnectionOptions options) {
        MqttConnection connection = new MqttConnection(options);
        return new Relay(
                () -> new MqttSource(connection, List.of(IN), clock()),
                () -> new MqttSink(connection, MqttSinkOptions.to(OUT)));
    }

    static Relay on(MosquittoServer server) {
        return on(options(server).build());
    }

    static Relay between(MqttSource source, Sink sink) {
        return new Relay(() -> source, () -> sink);
    }

    Relay through(Operator operator) {
        this.operator = operator;
        return this;
    }

    RunningDataflow start() {
        return RunningDataflow.start(
                Dataflow.builder("relay")
                        .source("in", source)
                        .operator("through", () -> operator)
                        .sink("out", sink)
                        .connect("in", "through")
                        .connect("through", "out")
                        .build(),
                WorkerOptions.DEFAULT.withFaults(faults::add));
    }
}
