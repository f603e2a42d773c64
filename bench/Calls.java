import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreEngineOptions;
import dev.leat.component.core.CoreEngines;
import dev.leat.component.model.InstanceLimits;
import dev.leat.dataflow.Operator;
import dev.leat.dataflow.Outbox;
import dev.leat.dataflow.Receipt;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataTimestamp;
import dev.leat.dataflow.data.Message;
import dev.leat.operator.OperatorInterface;
import dev.leat.operator.OperatorMetrics;
import dev.leat.operator.OperatorModule;
import dev.leat.operator.OperatorSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Times one call of a module's map after the other, as the peer {@code native-host} does: the same payload, a message
 * made anew for each call, the answer checked once. Run by the script {@code calls} beside it.
 *
 * <p>Arguments: engine, component, iterations, payload bytes, rounds. Prints the fastest of the rounds and their median, in
 * microseconds a call; as many warm-up rounds go before.
 */
public final class Calls {

    private static final String BASE = "{\"temperature\":{\"value\":100.0,\"unit\":\"F\"},\"humidity\":{\"value\":50},"
            + "\"device\":\"press-17\",\"site\":\"line-4\",\"seq\":12345";

    private Calls() {}

    public static void main(String[] arguments) throws Exception {
        int iterations = Integer.parseInt(arguments[2]);
        byte[] payload = payload(Integer.parseInt(arguments[3]));
        int rounds = Integer.parseInt(arguments[4]);
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "leat", "bench");
        Files.createDirectories(cache);
        try (CoreEngine engine = CoreEngines.open(arguments[0], new CoreEngineOptions(Optional.of(cache)));
                OperatorModule module = OperatorModule.load(engine, "bench", Files.readAllBytes(Path.of(arguments[1])));
                Operator operator = module.operator(OperatorInterface.MAP, settings())) {
            Last last = new Last();
            double[] times = new double[rounds];
            for (int round = -rounds; round < rounds; round++) {
                long start = System.nanoTime();
                for (int i = 0; i < iterations; i++) {
                    operator.process(0, message(i, payload), last);
                }
                if (round >= 0) {
                    times[round] = (System.nanoTime() - start) / 1e3 / iterations;
                }
            }
            String answer = ((Message) last.record.value()).payload().asUtf8();
            if (!answer.contains("37.77")) {
                throw new IllegalStateException("unexpected answer: " + answer);
            }
            Arrays.sort(times);
            System.out.printf(Locale.ROOT, "%.3f %.3f%n", times[0], times[rounds / 2]);
        }
    }

    /** Keeps the last record. */
    private static final class Last implements Outbox {

        Record record;

        @Override
        public boolean offer(int output, Record emitted) {
            record = emitted;
            return true;
        }

        @Override
        public void keep(Record kept) {}

        @Override
        public void notifyAt(Timestamp time) {}

        @Override
        public void lose(Record lost, Throwable reason) {}
    }

    private static OperatorSettings settings() {
        return new OperatorSettings(
                "bench",
                List.of(),
                List.of(),
                new InstanceLimits(InstanceLimits.DEFAULT.store(), Optional.of(Duration.ofSeconds(10))),
                (level, operation, context, text) -> {},
                OperatorMetrics.NONE);
    }

    private static Record message(long tick, byte[] payload) {
        return new Record(
                new Timestamp(tick, 0, "node1"),
                new Message(
                        new DataTimestamp(tick, 0, 0, "node1"),
                        Bytes.utf8("sensor/temperature/raw"),
                        Optional.empty(),
                        Bytes.copyOf(payload),
                        List.of(),
                        Optional.empty()),
                Receipt.unacknowledged());
    }

    private static byte[] payload(int size) {
        int frame = BASE.length() + ",\"pad\":\"\"}".length();
        String text = size < frame ? BASE + "}" : BASE + ",\"pad\":\"" + "x".repeat(size - frame) + "\"}";
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
