import com.sun.management.OperatingSystemMXBean;
import dev.leat.dataflow.Confirmation;
import dev.leat.dataflow.Dataflow;
import dev.leat.dataflow.Egress;
import dev.leat.dataflow.Ingress;
import dev.leat.dataflow.Operator;
import dev.leat.dataflow.Operators;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.dataflow.Sink;
import dev.leat.dataflow.Source;
import dev.leat.dataflow.TimePolicy;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.WorkerOptions;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.Origin;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongUnaryOperator;

/**
 * Flow RECORDS ROUNDS [OPERATORS [IDLE [put]]]: records through maps on one worker, a line of JSON a round; round 0 is warm-up.
 *
 * <p>source -> OPERATORS maps (5) -> sink that confirms at once. Each record has a time of its own; a millisecond has a
 * thousand of them, so the frontier moves every thousand records. With IDLE, a branch stands behind the source, with so
 * many further maps on an arm that gets nothing: 0 for the branch alone, -1 for none of this. The source offers on the worker's
 * thread when there is room; with {@code put}, on a thread of its own.
 *
 * <p>With 0 records: an idle graph, a second a round; cpu_secs is what the process used in it.
 */
public final class Flow {

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final LongUnaryOperator[] FUNCTIONS = {
        x -> x + 1, x -> x ^ 0x5555L, x -> x * 3, x -> Long.rotateLeft(x, 7), x -> x - 9
    };

    private Flow() {}

    public static void main(String[] arguments) throws Exception {
        long records = Long.parseLong(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        int operators = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        int idle = arguments.length > 3 ? Integer.parseInt(arguments[3]) : -1;
        boolean put = arguments.length > 4 && arguments[4].equals("put");
        if (records == 0) {
            rest(rounds, operators, idle);
            return;
        }
        for (int round = 0; round <= rounds; round++) {
            Counting counting = new Counting();
            Source source = put ? new OtherThread(records) : new Sequence(records);
            Dataflow dataflow = dataflow(source, operators, idle, counting);
            long start = System.nanoTime();
            long startCpu = processCpu();
            try (RunningDataflow running = RunningDataflow.start(dataflow, eventTime(Duration.ZERO))) {
                running.await();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            if (counting.count != records || counting.sum != expectedSum(records, operators)) {
                throw new IllegalStateException(counting.count + " records came out, sum " + counting.sum);
            }
            print(operators, idle, round, records, seconds, (processCpu() - startCpu) / 1e9, counting.workerCpu / 1e9);
        }
    }

    private static void rest(int rounds, int operators, int idle) throws Exception {
        Dataflow dataflow = dataflow(ingress -> {}, operators, idle, new Counting());
        try (RunningDataflow running = RunningDataflow.start(dataflow, WorkerOptions.DEFAULT)) {
            for (int round = 0; round <= rounds; round++) {
                long startCpu = processCpu();
                running.await(Duration.ofSeconds(1));
                print(operators, idle, round, 0, 1, (processCpu() - startCpu) / 1e9, 0);
            }
        }
    }

    private static void print(
            int operators, int idle, int round, long records, double seconds, double cpu, double workerCpu) {
        System.out.printf(
                Locale.ROOT,
                "{\"peer\":\"leat\",\"mode\":\"operators=%d\",\"idle\":%d,\"round\":%d,\"records\":%d,\"wall_secs\":%.3f,"
                        + "\"cpu_secs\":%.3f,\"worker_cpu_secs\":%.3f,\"records_per_s\":%.0f,\"record_hops_per_s\":%.0f}%n",
                operators,
                idle,
                round,
                records,
                seconds,
                cpu,
                workerCpu,
                records / seconds,
                (double) operators * records / seconds);
    }

    static WorkerOptions eventTime(Duration lateness) {
        return WorkerOptions.DEFAULT.withTime(TimePolicy.EVENT_TIME.withAllowedLateness(lateness));
    }

    private static long processCpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static Dataflow dataflow(Source source, int operators, int idle, Sink sink) {
        Dataflow.Builder builder = Dataflow.builder("bench").source("in", () -> source);
        String last = "in";
        String arm = "";
        if (idle >= 0) {
            builder.operator("branch", Operators.BRANCH_ARMS, () -> Operators.branch(record -> true));
            builder.connect("in", "branch");
            String before = "branch";
            for (int i = 0; i < idle; i++) {
                builder.operator("idle" + i, () -> Operators.map(Record::value));
                builder.connect(before, i == 0 ? "False" : "", "idle" + i);
                before = "idle" + i;
            }
            builder.sink("quiet", Counting::new).connect(before, idle == 0 ? "False" : "", "quiet");
            last = "branch";
            arm = "True";
        }
        for (int i = 0; i < operators; i++) {
            LongUnaryOperator function = FUNCTIONS[i % FUNCTIONS.length];
            builder.operator("map" + i, () -> map(function));
            builder.connect(last, arm, "map" + i);
            last = "map" + i;
            arm = "";
        }
        return builder.sink("out", () -> sink).connect(last, "out").build();
    }

    private static Operator map(LongUnaryOperator function) {
        return Operators.map(record -> value(function.applyAsLong(number(record))));
    }

    private static long expectedSum(long records, int operators) {
        long sum = 0;
        for (long record = 0; record < records; record++) {
            long value = record;
            for (int i = 0; i < operators; i++) {
                value = FUNCTIONS[i % FUNCTIONS.length].applyAsLong(value);
            }
            sum += value;
        }
        return sum;
    }

    private static long number(Record record) {
        return (long) LONG.get(((Bytes) record.value()).unsafeArray(), 0);
    }

    private static Bytes value(long number) {
        byte[] bytes = new byte[Long.BYTES];
        LONG.set(bytes, 0, number);
        return Bytes.of(bytes);
    }

    /** Offers as much as there is room for, on the worker's own thread. */
    private static final class Sequence implements Source {

        private static final Runnable NOTHING = () -> {};

        private final long records;
        private long next;

        Sequence(long records) {
            this.records = records;
        }

        @Override
        public void start(Ingress ingress) {
            fill(ingress);
        }

        private void fill(Ingress ingress) {
            while (next < records) {
                if (!ingress.offer(new Timestamp(next / 1000, next % 1000, "bench"), value(next), NOTHING)) {
                    ingress.whenRoom(() -> fill(ingress));
                    return;
                }
                next++;
            }
            ingress.end();
        }
    }

    /** Puts on a thread of its own. */
    private record OtherThread(long records) implements Source {

        @Override
        public void start(Ingress ingress) {
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    for (long next = 0; next < records; next++) {
                        Timestamp time = new Timestamp(next / 1000, next % 1000, "bench");
                        ingress.put(time, value(next), Origin.NONE, Sequence.NOTHING);
                    }
                    ingress.end();
                } catch (InterruptedException interrupted) {
                    ingress.fail(interrupted);
                }
            });
        }
    }

    /** Confirms at once. */
    static final class Counting implements Sink {

        long count;
        long workerCpu;
        private long sum;

        @Override
        public void start(Egress egress) {}

        @Override
        public boolean offer(Record record, Confirmation confirmation) {
            count++;
            sum += record.value() instanceof Bytes bytes && bytes.length() == Long.BYTES ? number(record) : 0;
            confirmation.done();
            return true;
        }

        @Override
        public void close() {
            workerCpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }
    }
}
