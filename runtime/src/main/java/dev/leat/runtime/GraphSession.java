package dev.leat.runtime;

import dev.leat.dataflow.Confirmation;
import dev.leat.dataflow.Egress;
import dev.leat.dataflow.Frontier;
import dev.leat.dataflow.HybridLogicalClock;
import dev.leat.dataflow.Ingress;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.dataflow.Sink;
import dev.leat.dataflow.Source;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataModel;
import dev.leat.dataflow.data.Message;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A graph that runs inside a program, fed by it. Messages may be sent by several threads; the messages of each keep their
 * order.
 */
public final class GraphSession implements AutoCloseable {

    private final Entrance entrance;
    private final RunningDataflow running;
    private final HybridLogicalClock clock = new HybridLogicalClock("leat", InstantSource.system());

    private GraphSession(Entrance entrance, RunningDataflow running) {
        this.entrance = entrance;
        this.running = running;
    }

    static GraphSession start(Graph graph, Consumer<Record> results, Runnable afterBatch) {
        return start(graph, name -> new Exit(results, afterBatch));
    }

    static GraphSession start(Graph graph, Function<String, ? extends Sink> sinks) {
        Entrance entrance = new Entrance();
        return new GraphSession(entrance, graph.start(() -> entrance, sinks));
    }

    /** How many messages the restored checkpoint holds already: send those after them. 0 where none was restored. */
    public long restored() {
        return entrance.ingress.join().restored();
    }

    /**
     * Sends a message with a text payload, stamped with the time of now. Waits while the graph is busy with earlier ones.
     *
     * @throws IllegalStateException where the session was finished or closed, or the graph failed
     */
    public void send(String topic, String payload) throws InterruptedException {
        Timestamp now = clock.now();
        send(now, Message.of(now.toDataTimestamp(), topic, Bytes.utf8(payload)));
    }

    /**
     * Sends a value at a logical time. Waits while the graph is busy with earlier ones.
     *
     * @throws IllegalStateException where the session was finished or closed
     * @throws dev.leat.dataflow.DataflowException where the graph failed; it names the operation
     */
    public void send(Timestamp time, DataModel value) throws InterruptedException {
        if (!entrance.ingress.join().put(time, value, () -> {})) {
            // Where the graph failed, its own words say more.
            running.await(Duration.ZERO);
            throw new IllegalStateException("the graph takes no more messages: it was finished, closed, or it failed");
        }
    }

    /**
     * Says that nothing before this frontier will be sent any more. Waits while the graph is busy with earlier messages.
     *
     * @throws IllegalStateException where the session was finished or closed, or the graph failed
     */
    public void advance(Frontier frontier) throws InterruptedException {
        Ingress ingress = entrance.ingress.join();
        while (!ingress.advance(frontier)) {
            if (ingress.isClosed()) {
                running.await(Duration.ZERO);
                throw new IllegalStateException("the graph takes no more: it was finished, closed, or it failed");
            }
            CountDownLatch room = new CountDownLatch(1);
            ingress.whenRoom(room::countDown);
            room.await();
        }
    }

    /**
     * Says that nothing more comes and waits until all that was sent is processed: every time is complete then, and what
     * was held for one comes out.
     *
     * @throws dev.leat.dataflow.DataflowException where the graph failed; it names the operation
     */
    public void finish() throws InterruptedException {
        entrance.ingress.join().end();
        running.await();
    }

    /** What each operation did so far. */
    public RunningDataflow running() {
        return running;
    }

    /**
     * Stops; what is under way may finish for a while. What is held for a time that is not complete does not come out: it
     * is in the last checkpoint, where there is one.
     */
    @Override
    public void close() {
        running.close();
    }

    /** The source that the program feeds. */
    private static final class Entrance implements Source {

        private final CompletableFuture<Ingress> ingress = new CompletableFuture<>();

        @Override
        public void start(Ingress ingress) {
            this.ingress.complete(ingress);
        }
    }

    /**
     * The sink that calls the program. A program that fails ends the graph: its results have nowhere to go. What it failed
     * on, and what comes after, is never confirmed.
     */
    private static final class Exit implements Sink {

        private final Consumer<Record> results;
        private final Runnable afterBatch;
        private @Nullable Egress egress;
        private boolean failed;

        Exit(Consumer<Record> results, Runnable afterBatch) {
            this.results = results;
            this.afterBatch = afterBatch;
        }

        @Override
        public void start(Egress egress) {
            this.egress = egress;
        }

        @Override
        public boolean offer(Record record, Confirmation confirmation) {
            if (failed) {
                return false;
            }
            try {
                results.accept(record);
            } catch (RuntimeException failure) {
                fail(failure);
                return false;
            }
            confirmation.done();
            return true;
        }

        @Override
        public void flush() {
            if (failed) {
                return;
            }
            try {
                afterBatch.run();
            } catch (RuntimeException failure) {
                fail(failure);
            }
        }

        private void fail(RuntimeException failure) {
            failed = true;
            Egress way = egress;
            if (way != null) {
                way.fail(failure);
            }
        }
    }
}
