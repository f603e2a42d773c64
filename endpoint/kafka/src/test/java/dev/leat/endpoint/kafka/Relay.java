package dev.leat.endpoint.kafka;

import dev.leat.dataflow.Dataflow;
import dev.leat.dataflow.Fault;
import dev.leat.dataflow.Health;
import dev.leat.dataflow.HybridLogicalClock;
import dev.leat.dataflow.Operators;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.dataflow.Sink;
import dev.leat.dataflow.Source;
import dev.leat.dataflow.WorkerOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A graph that passes on what comes. */
final class Relay implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    final BlockingQueue<Fault> faults = new LinkedBlockingQueue<>();
    final RunningDataflow running;

    private Relay(Source source, Sink sink) {
        this.running = RunningDataflow.start(
                Dataflow.builder("relay")
                        .source("in", () -> source)
                        .operator("through", () -> Operators.map(Record::value))
                        .sink("out", () -> sink)
                        .connect("in", "through")
                        .connect("through", "out")
                        .build(),
                WorkerOptions.DEFAULT.withFaults(faults::add));
    }

    static Relay start(Source source, Sink sink) {
        return new Relay(source, sink);
    }

    static HybridLogicalClock clock() {
        return new HybridLogicalClock("relay", InstantSource.system());
    }

    /** At the listener of the shared broker that has neither TLS nor SASL. */
    static KafkaConnectionOptions connection() {
        return at(SharedKafka.server().plain());
    }

    static KafkaConnectionOptions at(String brokers) {
        return KafkaConnectionOptions.of(brokers, SharedKafka.name("relay")).withConnectTimeout(Duration.ofSeconds(20));
    }

    static KafkaSource source(String group, String topic) {
        return new KafkaSource(connection(), KafkaSourceOptions.of(group, topic), clock());
    }

    static KafkaSink sink(String topic) {
        return new KafkaSink(connection(), KafkaSinkOptions.to(topic));
    }

    /** Looks again and again until it holds, for a while. */
    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + PATIENCE_SECONDS + " s: " + what);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Waits until it is down, and answers why. */
    static String awaitDown(Supplier<Health> health) throws InterruptedException {
        await("down", () -> health.get().state() == Health.State.DOWN);
        return health.get().reason();
    }

    /** Ends at once, whatever is under way. */
    void abandon() throws InterruptedException {
        running.stop(Duration.ofMillis(1));
        running.close();
    }

    @Override
    public void close() {
        running.close();
    }
}
