import dev.leat.dataflow.Accumulate;
import dev.leat.dataflow.AccumulateLimits;
import dev.leat.dataflow.CheckpointOptions;
import dev.leat.dataflow.Dataflow;
import dev.leat.dataflow.Ingress;
import dev.leat.dataflow.Observer;
import dev.leat.dataflow.Operators;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.dataflow.Source;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.Worker;
import dev.leat.dataflow.WorkerOptions;
import dev.leat.dataflow.data.Bytes;
import dev.leat.runtime.StateDirectory;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Groups open RECORDS ROUNDS OPEN [EACH]: records into an accumulate that has so many groups open, so many (10) records each
 * in the end.
 *
 * <p>Groups pause RECORDS ROUNDS: so many records in open groups of ten, a checkpoint of them on the disk, and how long
 * the worker's longest turn was meanwhile, with the turn that acknowledges them: on the clock, and in CPU time of its thread.
 *
 * <p>A line of JSON a round; round 0 is warm-up.
 */
public final class Groups {

    private static final int PER_GROUP = 10;

    private static final AccumulateLimits LIMITS = new AccumulateLimits(10_000, 16 << 20, 10_000_000, 1L << 30);

    private Groups() {}

    public static void main(String[] arguments) throws Exception {
        int records = Integer.parseInt(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        for (int round = 0; round <= rounds; round++) {
            if (arguments[0].equals("open")) {
                int each = arguments.length > 4 ? Integer.parseInt(arguments[4]) : PER_GROUP;
                open(records, round, Integer.parseInt(arguments[3]), each);
            } else {
                pause(records, round);
            }
        }
    }

    private static void open(int records, int round, int open, int each) throws Exception {
        Flow.Counting counting = new Flow.Counting();
        Spread source = new Spread(records, open, each);
        long start = System.nanoTime();
        try (RunningDataflow running =
                RunningDataflow.start(dataflow(source, counting), Flow.eventTime(Duration.ofMillis(open)))) {
            running.await();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (counting.count < records / each) {
            throw new IllegalStateException("only " + counting.count + " groups came out");
        }
        System.out.printf(
                Locale.ROOT,
                "{\"mode\":\"open=%d,each=%d\",\"round\":%d,\"records\":%d,\"groups\":%d,\"wall_secs\":%.3f,"
                        + "\"worker_cpu_secs\":%.3f,\"ns_per_record\":%.0f,\"cpu_ns_per_record\":%.0f}%n",
                open,
                each,
                round,
                records,
                counting.count,
                seconds,
                counting.workerCpu / 1e9,
                seconds * 1e9 / records,
                (double) counting.workerCpu / records);
    }

    private static void pause(int records, int round) throws IOException {
        Path directory = Files.createTempDirectory("leat-bench");
        try (StateDirectory state = StateDirectory.open(directory)) {
            boolean[] durable = {false};
            Observer observer = new Observer() {
                @Override
                public void checkpointed(long number) {
                    durable[0] = true;
                }
            };
            // None before all records are in, and then one.
            WorkerOptions options = Flow.eventTime(Duration.ofMillis(records))
                    .withObserver(observer)
                    .withCheckpoints(new CheckpointOptions(
                            state.checkpoints(), Duration.ofSeconds(2), Duration.ofSeconds(2)));
            try (Worker worker = new Worker(dataflow(new Ordered(records), new Flow.Counting()), options)) {
                worker.start();
                long begun = System.nanoTime();
                while (worker.counts().get("groups").in() < records) {
                    worker.doWork();
                }
                long fill = System.nanoTime();
                if (durable[0] || fill - begun > Duration.ofSeconds(2).toNanos()) {
                    throw new IllegalStateException("too slow: a checkpoint came before all records were in");
                }
                long longest = 0;
                long longestCpu = 0;
                long last = System.nanoTime();
                long lastCpu = cpu();
                long collecting = collecting();
                while (!durable[0]) {
                    worker.doWork();
                    long now = System.nanoTime();
                    longest = Math.max(longest, now - last);
                    last = now;
                    long nowCpu = cpu();
                    longestCpu = Math.max(longestCpu, nowCpu - lastCpu);
                    lastCpu = nowCpu;
                }
                System.out.printf(
                        Locale.ROOT,
                        "{\"mode\":\"pause\",\"round\":%d,\"open_records\":%d,\"longest_turn_ms\":%.2f,"
                                + "\"longest_turn_cpu_ms\":%.2f,\"gc_ms\":%d,\"bytes\":%d}%n",
                        round,
                        records,
                        longest / 1e6,
                        longestCpu / 1e6,
                        collecting() - collecting,
                        size(directory));
            }
        } finally {
            delete(directory);
        }
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Milliseconds that garbage collections took since the start. */
    private static long collecting() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }

    private static Dataflow dataflow(Source source, Flow.Counting counting) {
        return Dataflow.builder("groups")
                .source("in", () -> source)
                .operator("groups", () -> Operators.accumulate(counted(), LIMITS))
                .sink("out", () -> counting)
                .connect("in", "groups")
                .connect("groups", "out")
                .build();
    }

    private static Accumulate.Accumulator counted() {
        return (staged, values) -> Bytes.utf8(Integer.toString(values.size()));
    }

    private static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Offers as much as there is room for, on the worker's own thread. */
    private abstract static class Paced implements Source {

        private final int records;
        private int next;

        Paced(int records) {
            this.records = records;
        }

        abstract long time(int record);

        abstract void atEnd(Ingress ingress);

        @Override
        public void start(Ingress ingress) {
            fill(ingress);
        }

        private void fill(Ingress ingress) {
            while (next < records) {
                if (!ingress.offer(new Timestamp(time(next), 0, "bench"), Bytes.of(new byte[100]), () -> {})) {
                    ingress.whenRoom(() -> fill(ingress));
                    return;
                }
                next++;
            }
            atEnd(ingress);
        }
    }

    /** Each record goes to any of the groups that are open: the latest and those before it. */
    private static final class Spread extends Paced {

        private final int open;
        private final int each;

        Spread(int records, int open, int each) {
            super(records);
            this.open = open;
            this.each = each;
        }

        @Override
        long time(int record) {
            // Knuth's multiplier, for a number that is spread evenly and the same in each round.
            long behind = Long.remainderUnsigned((record * 0x9E3779B97F4A7C15L) >>> 20, open);
            return open + record / each - (record % each == 0 ? 0 : behind);
        }

        @Override
        void atEnd(Ingress ingress) {
            ingress.end();
        }
    }

    /** Ten records of a time, then the next; never ends. */
    private static final class Ordered extends Paced {

        Ordered(int records) {
            super(records);
        }

        @Override
        long time(int record) {
            return record / PER_GROUP;
        }

        @Override
        void atEnd(Ingress ingress) {}
    }
}
