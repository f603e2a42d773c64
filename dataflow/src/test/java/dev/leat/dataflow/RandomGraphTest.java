package dev.leat.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.data.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Random graphs, with random capacities and random interleavings of offers, work and confirmations: what reaches each
 * sink is what the graph says, everything is acknowledged exactly once, and the same seed gives the same run.
 */
final class RandomGraphTest {

    private static final int RECORDS = 40;

    /** What an operator does to a record: how many copies leave it. */
    private enum Kind {
        PASS {
            @Override
            int copies(String value) {
                return 1;
            }
        },
        TRIPLE {
            @Override
            int copies(String value) {
                return 3;
            }
        },
        DROP_SOME {
            @Override
            int copies(String value) {
                return value.hashCode() % 3 == 0 ? 0 : 1;
            }
        };

        abstract int copies(String value);
    }

    /** Emits copies, and goes on where it was refused. */
    private static final class Copies implements Operator {

        private final Kind kind;
        private int emitted;

        Copies(Kind kind) {
            this.kind = kind;
        }

        @Override
        public boolean process(int input, Record record, Outbox outbox) {
            int copies = kind.copies(((Bytes) record.value()).asUtf8());
            while (emitted < copies) {
                if (!outbox.offer(record)) {
                    return false;
                }
                emitted++;
            }
            emitted = 0;
            return true;
        }
    }

    /** A graph, its sinks, and for each place how many copies of a value pass it. */
    private static final class Scene {

        private final Random random;
        private final List<HandSource> sources = new ArrayList<>();
        private final List<HandSink> sinks = new ArrayList<>();
        private final List<String> places = new ArrayList<>();
        private final Map<String, Kind> kinds = new TreeMap<>();
        private final Map<String, Set<String>> inputs = new TreeMap<>();
        private final Worker worker;

        Scene(Random random) {
            this.random = random;
            Dataflow.Builder builder = Dataflow.builder("random");
            int sourceCount = 1 + random.nextInt(2);
            for (int i = 0; i < sourceCount; i++) {
                HandSource source = new HandSource();
                sources.add(source);
                builder.source("source" + i, () -> source);
                places.add("source" + i);
            }
            Set<String> feeding = new HashSet<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                Kind kind = Kind.values()[random.nextInt(3)];
                String name = "operator" + i;
                kinds.put(name, kind);
                builder.operator(name, () -> new Copies(kind));
                connect(builder, name, feeding);
                places.add(name);
            }
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                HandSink sink = HandSink.waiting(1 + random.nextInt(3));
                sinks.add(sink);
                builder.sink("sink" + i, () -> sink);
                connect(builder, "sink" + i, feeding);
            }
            String last = "sink" + sinks.size();
            for (String place : places) {
                if (place.startsWith("source") && !feeding.contains(place)) {
                    inputs.get(last).add(place);
                    builder.connect(place, last);
                }
            }
            worker = new Worker(
                    builder.build(),
                    WorkerOptions.DEFAULT.withCapacities(1 + random.nextInt(4), 1 + random.nextInt(4)));
            worker.start();
        }

        private void connect(Dataflow.Builder builder, String to, Set<String> feeding) {
            Set<String> from = new LinkedHashSet<>();
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                from.add(places.get(random.nextInt(places.size())));
            }
            from.forEach(place -> builder.connect(place, to));
            feeding.addAll(from);
            inputs.put(to, from);
        }

        private int copiesOut(String place, String value) {
            return place.startsWith("source")
                    ? (value.startsWith(place + "-") ? 1 : 0)
                    : copiesIn(place, value) * kinds.get(place).copies(value);
        }

        int copiesIn(String place, String value) {
            int copies = 0;
            for (String from : inputs.get(place)) {
                copies += copiesOut(from, value);
            }
            return copies;
        }

        /** Everything in, everything through, everything confirmed. */
        void run() {
            int[] offered = new int[sources.size()];
            boolean[] ended = new boolean[sources.size()];
            for (int step = 0; !worker.isDone(); step++) {
                assertThat(step).as("steps").isLessThan(1_000_000);
                switch (random.nextInt(3)) {
                    case 0 -> {
                        int i = random.nextInt(sources.size());
                        if (offered[i] < RECORDS) {
                            offered[i] += sources.get(i).offer("source" + i + "-" + offered[i]) ? 1 : 0;
                        } else if (!ended[i]) {
                            ended[i] = true;
                            sources.get(i).ingress().end();
                        }
                    }
                    case 1 -> worker.doWork();
                    default -> {
                        HandSink sink = sinks.get(random.nextInt(sinks.size()));
                        if (sink.unconfirmed() > 0) {
                            sink.confirmNext();
                        }
                    }
                }
            }
        }
    }

    @Property(tries = 300)
    void everySinkGetsWhatTheGraphSaysAndEverythingIsAcknowledgedOnce(@ForAll long seed) {
        Scene scene = new Scene(new Random(seed));
        scene.run();
        for (int i = 0; i < scene.sinks.size(); i++) {
            Map<String, Integer> received = new TreeMap<>();
            scene.sinks.get(i).values.forEach(value -> received.merge(value, 1, Integer::sum));
            Map<String, Integer> expected = new TreeMap<>();
            for (int source = 0; source < scene.sources.size(); source++) {
                for (int n = 0; n < RECORDS; n++) {
                    String value = "source" + source + "-" + n;
                    int copies = scene.copiesIn("sink" + (scene.sinks.size() - i), value);
                    if (copies > 0) {
                        expected.put(value, copies);
                    }
                }
            }
            assertThat(received).isEqualTo(expected);
        }
        for (HandSource source : scene.sources) {
            assertThat(source.acknowledged).hasSize(RECORDS).doesNotHaveDuplicates();
        }
    }

    @Property(tries = 50)
    void theSameSeedGivesTheSameRun(@ForAll long seed) {
        Scene first = new Scene(new Random(seed));
        Scene second = new Scene(new Random(seed));
        first.run();
        second.run();
        for (int i = 0; i < first.sinks.size(); i++) {
            assertThat(second.sinks.get(i).values).isEqualTo(first.sinks.get(i).values);
        }
        assertThat(second.worker.counts()).isEqualTo(first.worker.counts());
    }
}
