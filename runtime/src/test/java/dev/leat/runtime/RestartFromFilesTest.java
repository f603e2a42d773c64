package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.dataflow.AccumulateLimits;
import dev.leat.dataflow.CheckpointOptions;
import dev.leat.dataflow.Confirmation;
import dev.leat.dataflow.Dataflow;
import dev.leat.dataflow.Egress;
import dev.leat.dataflow.Health;
import dev.leat.dataflow.Ingress;
import dev.leat.dataflow.Operator;
import dev.leat.dataflow.Operators;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.Sink;
import dev.leat.dataflow.Source;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.Worker;
import dev.leat.dataflow.WorkerOptions;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a worker held is in the files of its state directory, whatever became of the worker. */
@Timeout(60)
final class RestartFromFilesTest {

    private static final long LONG = TimeUnit.MINUTES.toNanos(1);

    @TempDir
    private Path temporary;

    /** One life of a graph that joins the texts of each group. */
    private static final class Life implements Source, Sink {

        final List<String> acknowledged = Collections.synchronizedList(new ArrayList<>());
        final List<String> results = new ArrayList<>();
        final Worker worker;
        private @Nullable Ingress ingress;

        Life(StateDirectory directory) {
            Dataflow dataflow = Dataflow.builder("joined")
                    .source("in", () -> this)
                    .operator("group", Life::joining)
                    .sink("out", () -> this)
                    .connect("in", "group")
                    .connect("group", "out")
                    .build();
            worker = new Worker(
                    dataflow,
                    WorkerOptions.DEFAULT.withCheckpoints(
                            new CheckpointOptions(directory.checkpoints(), Duration.ZERO, Duration.ZERO)));
            worker.start();
        }

        @Override
        public Health health() {
            return Health.UP;
        }

        private static Operator joining() {
            return Operators.accumulate(
                    (staged, values) -> {
                        StringBuilder joined = new StringBuilder();
                        values.forEach(value -> joined.append(text(value)));
                        return Bytes.utf8(joined.toString());
                    },
                    AccumulateLimits.DEFAULT);
        }

        private static String text(DataModel value) {
            return new String(((Bytes) value).toArray(), StandardCharsets.UTF_8);
        }

        Ingress ingress() {
            Ingress given = ingress;
            assertThat(given).isNotNull();
            return given;
        }

        void offer(long time, String node, String text) {
            assertThat(ingress().offer(new Timestamp(time, 0, node), Bytes.utf8(text), () -> acknowledged.add(text)))
                    .isTrue();
        }

        /** Until a checkpoint holds it. */
        void awaitAcknowledged(String text) {
            while (!acknowledged.contains(text)) {
                work();
            }
        }

        void finish() {
            ingress().end();
            while (!worker.isDone()) {
                work();
            }
            assertThat(worker.failure()).isEmpty();
        }

        private void work() {
            if (worker.doWork() == 0) {
                worker.park(LONG);
            }
        }

        @Override
        public void start(Ingress ingress) {
            this.ingress = ingress;
        }

        @Override
        public void start(Egress egress) {}

        @Override
        public boolean offer(Record record, Confirmation confirmation) {
            results.add(record.time().physical() + " " + text(record.value()));
            confirmation.done();
            return true;
        }

        @Override
        public void close() {}
    }

    @Test
    void aGroupThatWasOpenAtACrashHasTheRecordsOfBothLives() throws IOException {
        Path directory = temporary.resolve("state");
        try (StateDirectory state = StateDirectory.open(directory)) {
            Life first = new Life(state);
            first.offer(5_000, "a", "one ");
            first.awaitAcknowledged("one ");
            first.offer(9_000, "a", "later ");
            first.awaitAcknowledged("later ");
            first.offer(9_000, "b", "too");
            first.awaitAcknowledged("too");
            // The crash comes before the worker sees this one; nobody closes the worker.
            first.offer(9_000, "c", "lost");
            assertThat(first.results).containsExactly("5000 one ");
        }
        String latest = names(directory).getLast();
        long number = Long.parseLong(latest.replaceAll("\\D", ""));
        Path torn = directory.resolve(String.format("checkpoint-%012d.leat.unfinished", number + 7));
        Files.writeString(torn, "LEATCK");

        try (StateDirectory state = StateDirectory.open(directory)) {
            Life second = new Life(state);
            assertThat(second.worker.notRestored()).isEmpty();
            assertThat(second.ingress().restored()).isEqualTo(3);
            second.offer(9_000, "d", " and more");
            second.finish();
            second.worker.close();
            assertThat(second.results).containsExactly("9000 later too and more");
            assertThat(second.acknowledged).containsExactly(" and more");
        }
        assertThat(torn).doesNotExist();
        assertThat(names(directory)).hasSize(2);
    }

    @Test
    void aDamagedFileKeepsTheNextLifeFromStarting() throws IOException {
        try (StateDirectory state = StateDirectory.open(temporary)) {
            Life first = new Life(state);
            first.offer(5_000, "a", "one");
            first.awaitAcknowledged("one");
        }
        Path latest = temporary.resolve(names(temporary).getLast());
        byte[] bytes = Files.readAllBytes(latest);
        bytes[bytes.length / 2] ^= 1;
        Files.write(latest, bytes);
        try (StateDirectory state = StateDirectory.open(temporary)) {
            assertThatThrownBy(() -> new Life(state))
                    .hasMessageContaining("LEAT-DATAFLOW-010")
                    .hasMessageContaining(latest.toString());
        }
    }

    private static List<String> names(Path directory) throws IOException {
        return new FileStorage(directory)
                .list().stream()
                        .filter(name -> name.startsWith("checkpoint-"))
                        .sorted()
                        .toList();
    }
}
