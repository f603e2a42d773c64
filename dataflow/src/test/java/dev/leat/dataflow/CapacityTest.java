package dev.leat.dataflow;

import static dev.leat.dataflow.Rounds.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.data.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Random graphs with groups, delays and copies: what each operation and sink sees, and in which order, is a function of
 * what the sources bring and in which order, whatever the capacities, and however slowly sinks confirm.
 */
final class CapacityTest {

    private static final int RECORDS = 30;

    /** Emits each record twice, and goes on where it was refused. */
    private static final class Twice implements Operator {

        private int emitted;

        @Override
        public boolean process(int input, Record record, Outbox outbox) {
            while (emitted < 2) {
                if (!outbox.offer(record.withValue(Bytes.utf8(HandSink.text(record) + emitted)))) {
                    return false;
                }
                emitted++;
            }
            emitted = 0;
            return true;
        }
    }

    private static Operator operator(int kind) {
        return switch (kind) {
            case 0, 1 -> Rounds.joining(new AccumulateLimits(3, 1 << 20, 1000, 1 << 20));
            case 2 -> new Twice();
            case 3 ->
                Operators.delay(record -> new Timestamp(
                        record.time().physical() + 7, 0, record.time().nodeId()));
            case 4 -> Operators.filter(record -> HandSink.text(record).hashCode() % 4 != 0);
            default -> Operators.concatenate();
        };
    }

    /** The same seed gives the same graph and the same records. */
    private static List<String> run(long seed, int sinkCapacity, int window, long pace) {
        Random random = new Random(seed);
        List<String> seen = new ArrayList<>();
        HandSource source = new HandSource();
        List<HandSink> sinks = new ArrayList<>();
        List<String> places = new ArrayList<>(List.of("in"));
        Dataflow.Builder builder = Dataflow.builder("random").source("in", () -> source);
        for (int i = 2 + random.nextInt(4); i > 0; i--) {
            String name = "operator" + i;
            int kind = random.nextInt(6);
            builder.operator(name, () -> operator(kind));
            connect(builder, random, places, name);
            places.add(name);
        }
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            HandSink sink = window == 0 ? HandSink.confirming() : HandSink.waiting(window);
            sinks.add(sink);
            builder.sink("sink" + i, () -> sink);
            connect(builder, random, places, "sink" + i);
            if (i == 1) {
                builder.operator("last", Rounds::joining).connect("in", "last").connect("last", "sink1");
            }
        }
        Worker worker = started(
                builder,
                WorkerOptions.DEFAULT
                        .withCapacities(RECORDS + 1, sinkCapacity)
                        .withFaults(fault -> seen.add("fault at " + fault.operation()))
                        .withTime(TimePolicy.EVENT_TIME.withAllowedLateness(Duration.ofMillis(5)))
                        .withObserver(new Observer() {
                            @Override
                            public void arrived(String operation, int input, Record record) {
                                seen.add(operation + input + " " + record.time() + " " + HandSink.text(record));
                            }

                            @Override
                            public void completed(String operation, Timestamp time) {
                                seen.add(operation + " completed " + time);
                            }
                        }));
        long time = 0;
        for (int i = 0; i < RECORDS; i++) {
            time = Math.max(0, time + random.nextInt(8) - 2);
            source.offer(new Timestamp(time, random.nextInt(2), random.nextBoolean() ? "a" : "b"), "r" + i % 7);
        }
        source.ingress().end();
        Random slow = new Random(pace);
        for (int round = 0; !worker.isDone(); round++) {
            assertThat(round).isLessThan(1_000_000);
            worker.doWork();
            HandSink sink = sinks.get(slow.nextInt(sinks.size()));
            if (sink.unconfirmed() > 0) {
                sink.confirmNext();
            }
        }
        assertThat(source.acknowledged).hasSize(RECORDS);
        sinks.forEach(sink -> seen.addAll(sink.values));
        return seen;
    }

    private static void connect(Dataflow.Builder builder, Random random, List<String> places, String to) {
        Set<String> from = new LinkedHashSet<>();
        for (int n = 1 + random.nextInt(2); n > 0; n--) {
            from.add(places.get(random.nextInt(places.size())));
        }
        from.forEach(place -> builder.connect(place, to));
    }

    @Property(tries = 200)
    void whatEveryOperationSeesIsTheSameWhateverTheRoom(@ForAll long seed, @ForAll long pace) {
        List<String> plain = run(seed, 1_000_000, 0, pace);
        assertThat(run(seed, 1, 0, pace)).isEqualTo(plain);
        assertThat(run(seed, 1, 1, pace)).isEqualTo(plain);
        assertThat(run(seed, 3, 2, pace)).isEqualTo(plain);
    }
}
