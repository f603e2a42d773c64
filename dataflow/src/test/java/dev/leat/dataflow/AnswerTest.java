package dev.leat.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The first answer for a record counts, on whichever thread and at whatever moment it comes, and no other. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class AnswerTest {

    private static final int ROUNDS = 20_000;

    private static final Consumer<Confirmation> CONFIRM = Confirmation::done;
    private static final Consumer<Confirmation> REFUSE =
            confirmation -> confirmation.failed(new IllegalArgumentException("never"));

    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private final HandSource source = new HandSource();
    private final HandSink dead = HandSink.confirming();

    @AfterEach
    void close() {
        other.shutdownNow();
    }

    private void elsewhere(Confirmation confirmation, Consumer<Confirmation> answer) {
        CompletableFuture.runAsync(() -> answer.accept(confirmation), other).join();
    }

    /** Does one thing in the offer, and another behind it. */
    private static final class Answering implements Sink {

        private final Consumer<Confirmation> during;
        private final Consumer<Confirmation> after;
        private final List<Confirmation> taken = new ArrayList<>();

        Answering(Consumer<Confirmation> during, Consumer<Confirmation> after) {
            this.during = during;
            this.after = after;
        }

        @Override
        public void start(Egress egress) {}

        @Override
        public boolean offer(Record record, Confirmation confirmation) {
            during.accept(confirmation);
            taken.add(confirmation);
            return true;
        }

        @Override
        public void flush() {
            taken.forEach(after);
            taken.clear();
        }
    }

    private Worker start(Sink sink) {
        return Rounds.started(
                Dataflow.builder("test")
                        .source("in", () -> source)
                        .sink("out", () -> sink)
                        .connect("in", "out")
                        .deadLetters("dead", () -> dead),
                WorkerOptions.DEFAULT.withFaults(fault -> {}));
    }

    /** Lets the source end, and all that it brought go to its end. */
    private Counts finish(Worker worker) {
        source.ingress().end();
        while (!worker.isDone()) {
            worker.doWork();
        }
        return worker.counts().get("out");
    }

    static Stream<Arguments> moments() {
        Consumer<Confirmation> nothing = confirmation -> {};
        List<Arguments> moments = new ArrayList<>();
        for (Consumer<Confirmation> first : List.of(CONFIRM, REFUSE)) {
            for (Consumer<Confirmation> second : List.of(nothing, CONFIRM, REFUSE)) {
                for (int where = 0; where < 12; where++) {
                    moments.add(Arguments.of(first, second, first == CONFIRM, where));
                }
            }
        }
        return moments.stream();
    }

    @ParameterizedTest(name = "{index}: confirmed {2}, moment {3}")
    @MethodSource("moments")
    void theFirstAnswerCounts(
            Consumer<Confirmation> first, Consumer<Confirmation> second, boolean confirmed, int moment) {
        boolean firstElsewhere = moment % 2 == 1;
        boolean secondElsewhere = moment / 2 % 2 == 1;
        Consumer<Confirmation> one = firstElsewhere ? confirmation -> elsewhere(confirmation, first) : first;
        Consumer<Confirmation> two = secondElsewhere ? confirmation -> elsewhere(confirmation, second) : second;
        Sink sink = switch (moment / 4) {
            case 0 -> new Answering(one.andThen(two), confirmation -> {});
            case 1 -> new Answering(one, two);
            default -> new Answering(confirmation -> {}, one.andThen(two));
        };
        Counts counts;
        try (Worker worker = start(sink)) {
            source.offer("a");
            counts = finish(worker);
        }
        assertThat(counts.out()).isEqualTo(confirmed ? 1 : 0);
        assertThat(counts.failed()).isEqualTo(confirmed ? 0 : 1);
        assertThat(dead.records).hasSize(confirmed ? 0 : 1);
        assertThat(source.acknowledged).containsExactly("a");
    }

    @Test
    void noAnswerIsLostOrDoubledThatComesWhileTheOfferEnds() {
        // The executor answers as the offer returns: before, behind, and in between.
        Sink sink = new Sink() {
            @Override
            public void start(Egress egress) {}

            @Override
            public boolean offer(Record record, Confirmation confirmation) {
                other.execute(confirmation::done);
                return true;
            }
        };
        try (Worker worker = start(sink)) {
            for (int i = 0; i < ROUNDS; ) {
                if (source.offer("a")) {
                    i++;
                } else {
                    worker.doWork();
                }
            }
            assertThat(finish(worker).out()).isEqualTo(ROUNDS);
        }
        assertThat(source.acknowledged).hasSize(ROUNDS);
    }
}
