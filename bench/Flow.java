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
import java.lang.management.ManagementFactory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import com.sun.management.OperatingSystemMXBean;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongUnaryOperator;

/**
 * Flow RECORDS ROUNDS [OPERATORS] [IDLE]: records through maps on one worker, a line of JSON a round; round 0 is warm-up.
 *
 * <p>source -> OPERATORS maps (5) -> sink that confirms at once. Each record has a time of its own, a millisecond for each
 * thousand of them, with which the frontier moves. IDLE: so many further maps behind the same source, on an arm that gets
 * nothing.
 */
public final class Flow {

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    public static void main(String[] arguments) throws Exception {
        long records = Long.parseLong(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        int operators = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        int idle = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 0;
        for (int round = 0; round <= rounds; round++) {
            Counting counting = new Counting();
            Dataflow dataflow = dataflow(records, operators, idle, counting);
            long start = System.nanoTime();
            long cpuBefore = processCpu();
            try (RunningDataflow running = RunningDataflow.start(
                    dataflow,
                    WorkerOptions.DEFAULT.withTime(TimePolicy.EVENT_TIME.withAllowedLateness(Duration.ZERO)))) {
                running.await();
            }
            double cpu = (processCpu() - cpuBefore) / 1e9;
            double seconds = (System.nanoTime() - start) / 1e9;
            if (counting.count != records) {
                throw new IllegalStateException(counting.count + " records came out, not " + records);
            }
            System.out.printf(
                    Locale.ROOT,
                    "{\"peer\":\"leat\",\"mode\":\"operators=%d\",\"idle\":%d,\"round\":%d,\"records\":%d,\"wall_secs\":%.3f,\"cpu_secs\":%.3f,\"worker_cpu_secs\":%.3f,"
                            + "\"records_per_s\":%.0f,\"record_hops_per_s\":%.0f,\"sum\":%d}%n",
                    operators,
                    idle,
                    round,
                    records,
                    seconds,
                    cpu,
                    counting.workerCpu / 1e9,
                    records / seconds,
                    (double) operators * records / seconds,
                    counting.sum);
        }
    }

    private static long processCpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static Dataflow dataflow(long records, int operators, int idle, Counting counting) {
        LongUnaryOperator[] functions = {
            x -> x + 1, x -> x ^ 0x5555L, x -> x * 3, x -> Long.rotateLeft(x, 7), x -> x - 9
        };
        Dataflow.Builder builder = Dataflow.builder("bench").source("in", () -> new Sequence(records));
        String last = "in";
        if (idle > 0) {
            builder.operator("branch", Operators.BRANCH_ARMS, () -> Operators.branch(record -> true));
            builder.connect("in", "branch");
            String before = "branch";
            for (int i = 0; i < idle; i++) {
                builder.operator("idle" + i, () -> Operators.map(Record::value));
                builder.connect(before, i == 0 ? "False" : "", "idle" + i);
                before = "idle" + i;
            }
            builder.sink("quiet", Counting::new).connect(before, "quiet");
            last = "branch";
        }
        for (int i = 0; i < operators; i++) {
            LongUnaryOperator function = functions[i % functions.length];
            builder.operator("map" + i, () -> map(function));
            builder.connect(last, last.equals("branch") ? "True" : "", "map" + i);
            last = "map" + i;
        }
        return builder.sink("out", () -> counting).connect(last, "out").build();
    }

    private static Operator map(LongUnaryOperator function) {
        return Operators.map(record -> value(function.applyAsLong(number(record))));
    }

    private static long number(Record record) {
        return (long) LONG.get(((Bytes) record.value()).unsafeArray(), 0);
    }

    private static Bytes value(long number) {
        byte[] bytes = new byte[8];
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

    private static final class Counting implements Sink {

        long count;
        long sum;
        long workerCpu;

        @Override
        public void start(Egress egress) {}

        @Override
        public void close() {
            workerCpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }

        @Override
        public boolean offer(Record record, Confirmation confirmation) {
            count++;
            sum += number(record);
            confirmation.done();
            return true;
        }
    }
}
