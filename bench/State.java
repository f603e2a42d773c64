import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreEngineOptions;
import dev.leat.component.core.CoreEngines;
import dev.leat.component.model.InstanceLimits;
import dev.leat.dataflow.AccumulateLimits;
import dev.leat.dataflow.Operator;
import dev.leat.dataflow.Outbox;
import dev.leat.dataflow.Receipt;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataTimestamp;
import dev.leat.dataflow.data.Message;
import dev.leat.operator.HostServices;
import dev.leat.operator.OperatorInterface;
import dev.leat.operator.OperatorMetrics;
import dev.leat.operator.OperatorModule;
import dev.leat.operator.OperatorSettings;
import dev.leat.operator.service.StateStore;
import dev.leat.operator.service.StateStore.SetOptions;
import dev.leat.service.state.EmbeddedStateStore;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Times the embedded state store; run by the script {@code state} beside it. Prints a line of JSON for each figure.
 *
 * <p>{@code get KEYS ROUNDS GUEST}: nanoseconds of a get of a random key of so many, each with 100 bytes: from RocksDB
 * itself, from the store in Java, and from the store in a map module, where the same call without gets is taken off. The
 * three take turns, so that each round's figures stand side by side.
 *
 * <p>{@code set WRITERS SECONDS}: durable sets a second.
 */
public final class State {

    private static final int GETS_OF_A_CALL = 64;
    private static final int CALLS_OF_A_ROUND = 2_000;
    private static final Bytes VALUE = Bytes.of(new byte[100]);

    private State() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("leat-bench-state");
        try {
            switch (arguments[0]) {
                case "get" ->
                    gets(
                            directory,
                            Integer.parseInt(arguments[1]),
                            Integer.parseInt(arguments[2]),
                            Path.of(arguments[3]));
                case "set" -> sets(directory, Integer.parseInt(arguments[1]), Double.parseDouble(arguments[2]));
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        } finally {
            try (Stream<Path> all = Files.walk(directory)) {
                all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            }
        }
    }

    private static byte[] key(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number * 0x9E3779B97F4A7C15L).array();
    }

    private static void gets(Path directory, int keys, int rounds, Path guest) throws Exception {
        RocksDB.loadLibrary();
        try (EmbeddedStateStore store = EmbeddedStateStore.open(directory.resolve("store"));
                Options options = new Options().setCreateIfMissing(true);
                RocksDB direct = RocksDB.open(options, directory.resolve("direct").toString());
                CoreEngine engine = CoreEngines.open("wasmtime", CoreEngineOptions.DEFAULT);
                OperatorModule module = OperatorModule.load(engine, "bench", Files.readAllBytes(guest));
                Operator operator = module.operator(OperatorInterface.MAP, settings(store))) {
            fill(store, direct, keys);
            double[][] nanos = new double[3][rounds];
            SplittableRandom random = new SplittableRandom(1);
            long checked = 0;
            for (int round = -rounds; round < rounds; round++) {
                byte[][] batches = batches(random, keys);
                long start = System.nanoTime();
                for (byte[] batch : batches) {
                    for (int at = 0; at < batch.length; at += Long.BYTES) {
                        checked += direct.get(Arrays.copyOfRange(batch, at, at + Long.BYTES)).length;
                    }
                }
                long afterDirect = System.nanoTime();
                for (byte[] batch : batches) {
                    for (int at = 0; at < batch.length; at += Long.BYTES) {
                        checked += store.get(
                                        Bytes.of(Arrays.copyOfRange(batch, at, at + Long.BYTES)),
                                        StateStore.DEFAULT_TIMEOUT)
                                .value()
                                .orElseThrow()
                                .length();
                    }
                }
                long afterStore = System.nanoTime();
                Last last = new Last();
                for (byte[] batch : batches) {
                    operator.process(0, message("skip", batch), last);
                }
                long afterSkip = System.nanoTime();
                for (byte[] batch : batches) {
                    operator.process(0, message("get", batch), last);
                }
                long afterGuest = System.nanoTime();
                long found = ByteBuffer.wrap(((Message) last.record.value()).payload().unsafeArray()).getLong();
                if (found != (long) GETS_OF_A_CALL * VALUE.length()) {
                    throw new IllegalStateException("the guest found " + found + " bytes");
                }
                if (round >= 0) {
                    double all = (double) batches.length * GETS_OF_A_CALL;
                    nanos[0][round] = (afterDirect - start) / all;
                    nanos[1][round] = (afterStore - afterDirect) / all;
                    nanos[2][round] = (afterGuest - afterSkip - (afterSkip - afterStore)) / all;
                }
            }
            for (double[] one : nanos) {
                Arrays.sort(one);
            }
            System.out.printf(
                    Locale.ROOT,
                    "{\"keys\":%d,\"direct_ns\":%.0f,\"store_ns\":%.0f,\"guest_ns\":%.0f,\"fastest_direct_ns\":%.0f,"
                            + "\"fastest_store_ns\":%.0f,\"fastest_guest_ns\":%.0f,\"checked\":%d}%n",
                    keys, nanos[0][rounds / 2], nanos[1][rounds / 2], nanos[2][rounds / 2], nanos[0][0], nanos[1][0],
                    nanos[2][0], checked);
        }
    }

    private static byte[][] batches(SplittableRandom random, int keys) {
        byte[][] batches = new byte[CALLS_OF_A_ROUND][];
        for (int i = 0; i < batches.length; i++) {
            ByteBuffer batch = ByteBuffer.allocate(GETS_OF_A_CALL * Long.BYTES);
            for (int j = 0; j < GETS_OF_A_CALL; j++) {
                batch.put(key(random.nextInt(keys)));
            }
            batches[i] = batch.array();
        }
        return batches;
    }

    /** Many writers, since each set is durable. */
    private static void fill(StateStore store, RocksDB direct, int keys) throws Exception {
        int writers = Math.min(keys, 512);
        AtomicLong next = new AtomicLong();
        CountDownLatch done = new CountDownLatch(writers);
        for (int i = 0; i < writers; i++) {
            Thread.ofPlatform().daemon().start(() -> {
                for (long number = next.getAndIncrement(); number < keys; number = next.getAndIncrement()) {
                    store.set(Bytes.of(key(number)), VALUE, SetOptions.DEFAULT, StateStore.DEFAULT_TIMEOUT);
                }
                done.countDown();
            });
        }
        done.await();
        try (WriteOptions options = new WriteOptions();
                WriteBatch batch = new WriteBatch()) {
            for (int number = 0; number < keys; number++) {
                batch.put(key(number), VALUE.unsafeArray());
                if (number % 1_000 == 999 || number == keys - 1) {
                    direct.write(options, batch);
                    batch.clear();
                }
            }
        }
    }

    private static void sets(Path directory, int writers, double seconds) throws Exception {
        try (EmbeddedStateStore store = EmbeddedStateStore.open(directory.resolve("store"))) {
            AtomicLong count = new AtomicLong();
            CountDownLatch done = new CountDownLatch(writers);
            long start = System.nanoTime();
            long end = start + (long) (seconds * 1e9);
            for (int writer = 0; writer < writers; writer++) {
                long first = (long) writer << 32;
                Thread.ofPlatform().daemon().start(() -> {
                    for (long number = first; System.nanoTime() < end; number++) {
                        store.set(Bytes.of(key(number)), VALUE, SetOptions.DEFAULT, StateStore.DEFAULT_TIMEOUT);
                        count.incrementAndGet();
                    }
                    done.countDown();
                });
            }
            done.await();
            System.out.printf(
                    Locale.ROOT,
                    "{\"writers\":%d,\"sets_per_s\":%.0f}%n",
                    writers,
                    count.get() / ((System.nanoTime() - start) / 1e9));
        }
    }

    private static OperatorSettings settings(StateStore store) {
        return new OperatorSettings(
                "bench",
                List.of(),
                List.of(),
                new InstanceLimits(InstanceLimits.DEFAULT.store(), Optional.empty()),
                AccumulateLimits.DEFAULT,
                HostServices.of((level, operation, context, message) -> {}, OperatorMetrics.NONE)
                        .withStateStore(store));
    }

    private static Record message(String topic, byte[] payload) {
        return new Record(
                new Timestamp(1, 0, "bench"),
                Message.of(new DataTimestamp(1, 0, 0, "bench"), topic, Bytes.of(payload)),
                Receipt.unacknowledged());
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
        public void keep(Record kept) {
            throw new AssertionError("a map keeps nothing");
        }

        @Override
        public void notifyAt(Timestamp time) {
            throw new AssertionError("a map waits for nothing");
        }

        @Override
        public void lose(Record lost, Throwable reason) {
            throw new AssertionError(reason);
        }
    }
}
