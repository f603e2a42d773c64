package dev.leat.service.state;

import static dev.leat.operator.service.StateStore.DEFAULT_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.StateStore.Condition;
import dev.leat.operator.service.StateStore.SetOptions;
import dev.leat.operator.service.StateStoreException;
import dev.leat.service.state.protocol.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Random operations on a store and on a plain map that follows the documents word by word: both answer the same. */
class StateModelPropertiesTest {

    /** @param token which of the two writers' tokens; 0 is none, 3 one that is newer each time */
    record Operation(String name, int key, int value, Condition condition, int expiry, int token) {}

    private static final class Known {
        private int value;
        private long goneAt = Long.MAX_VALUE;
        private Optional<Timestamp> token = Optional.empty();
    }

    @Provide
    Arbitrary<List<Operation>> operations() {
        return Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(5, Arbitraries.just("set")),
                                Tuple.of(3, Arbitraries.just("get")),
                                Tuple.of(2, Arbitraries.just("del")),
                                Tuple.of(2, Arbitraries.just("vdel")),
                                Tuple.of(2, Arbitraries.just("wait")),
                                Tuple.of(1, Arbitraries.just("sweep")),
                                Tuple.of(1, Arbitraries.just("reopen"))),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(Condition.class),
                        Arbitraries.of(0, 0, 1, 5, 20),
                        Arbitraries.of(0, 0, 0, 1, 2, 3))
                .as(Operation::new)
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 1_000)
    void inMemoryItDoesWhatTheDocumentsSay(@ForAll("operations") List<Operation> operations) {
        compare(operations, Optional.empty());
    }

    @Property(tries = 40)
    void onDiskItDoesTheSame(@ForAll("operations") List<Operation> operations) throws IOException {
        Path directory = Files.createTempDirectory("leat-state");
        try {
            compare(operations, Optional.of(directory));
        } finally {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static void compare(List<Operation> operations, Optional<Path> directory) {
        FakeClock clock = new FakeClock();
        EmbeddedStateStore store = open(directory, clock);
        Map<Integer, Known> model = new HashMap<>();
        Timestamp latest = new Timestamp(0, 0, "");
        Timestamp older = new Timestamp(clock.millis() - 20, 0, "writer");
        Timestamp newer = new Timestamp(clock.millis() - 10, 0, "writer");
        List<String> trace = new ArrayList<>();
        try {
            for (Operation operation : operations) {
                trace.add(operation.toString());
                EmbeddedStateStore at = store;
                Bytes key = Bytes.utf8("key" + operation.key());
                Bytes value = Bytes.utf8("value" + operation.value());
                model.values().removeIf(known -> known.goneAt <= clock.millis());
                Optional<Known> known = Optional.ofNullable(model.get(operation.key()));
                Optional<Timestamp> token = switch (operation.token()) {
                    case 1 -> Optional.of(older);
                    case 2 -> Optional.of(newer);
                    case 3 -> Optional.of(new Timestamp(clock.millis(), 0, "writer"));
                    default -> Optional.empty();
                };
                String wanted;
                String found;
                switch (operation.name()) {
                    case "get" -> {
                        wanted = known.map(entry -> "value" + entry.value).orElse("absent");
                        found = store.get(key, DEFAULT_TIMEOUT)
                                .value()
                                .map(Bytes::asUtf8)
                                .orElse("absent");
                    }
                    case "set" -> {
                        wanted = fence(known, token)
                                .orElseGet(() -> set(model, operation, known, token, clock.millis()));
                        SetOptions options = new SetOptions(
                                operation.condition(),
                                operation.expiry() == 0
                                        ? Optional.empty()
                                        : Optional.of(Duration.ofMillis(operation.expiry())),
                                token);
                        Outcome outcome = Outcome.of(() -> {
                            var stored = at.set(key, value, options, DEFAULT_TIMEOUT);
                            return new Outcome(Boolean.toString(stored.applied()), stored.version());
                        });
                        found = outcome.text();
                        latest = later(latest, outcome.version());
                    }
                    case "del", "vdel" -> {
                        boolean any = operation.name().equals("del");
                        wanted = fence(known, token).orElseGet(() -> delete(model, operation, known, any));
                        Outcome outcome = Outcome.of(() -> {
                            var deleted = any
                                    ? at.delete(key, token, DEFAULT_TIMEOUT)
                                    : at.deleteIfEqual(key, value, token, DEFAULT_TIMEOUT);
                            return new Outcome(Long.toString(deleted.count()), deleted.version());
                        });
                        found = outcome.text();
                        latest = later(latest, outcome.version());
                    }
                    case "wait" -> {
                        clock.advance(Duration.ofMillis(operation.expiry()));
                        wanted = found = "";
                    }
                    case "sweep" -> {
                        store.sweep();
                        wanted = found = "";
                    }
                    default -> {
                        if (directory.isPresent()) {
                            store.close();
                            store = open(directory, clock);
                        }
                        wanted = found = "";
                    }
                }
                assertThat(found).as("%s", trace).isEqualTo(wanted);
            }
            model.values().removeIf(known -> known.goneAt <= clock.millis());
            assertThat(store.scan(Bytes.utf8("key*"), Optional.empty(), DEFAULT_TIMEOUT)
                            .keys())
                    .as("%s", trace)
                    .containsExactlyInAnyOrderElementsOf(model.keySet().stream()
                            .map(number -> Bytes.utf8("key" + number))
                            .toList());
        } finally {
            store.close();
        }
    }

    private static EmbeddedStateStore open(Optional<Path> directory, FakeClock clock) {
        Storage storage = directory
                .<Storage>map(path -> RocksStorage.open(path.resolve("store")))
                .orElseGet(() -> new MemoryStorage(1 << 20));
        return new EmbeddedStateStore(storage, StateStoreLimits.DEFAULT, clock, false);
    }

    private record Outcome(String text, Optional<Timestamp> version) {
        static Outcome of(Supplier<Outcome> call) {
            try {
                return call.get();
            } catch (StateStoreException refused) {
                return new Outcome(String.valueOf(refused.getMessage()), Optional.empty());
            }
        }
    }

    private static Timestamp later(Timestamp latest, Optional<Timestamp> version) {
        version.ifPresent(given -> assertThat(given).isGreaterThan(latest));
        return version.orElse(latest);
    }

    private static Optional<String> fence(Optional<Known> known, Optional<Timestamp> token) {
        Optional<Timestamp> protecting = known.flatMap(entry -> entry.token);
        if (protecting.isEmpty()) {
            return Optional.empty();
        }
        if (token.isEmpty()) {
            return Optional.of(Refusal.TOKEN_REQUIRED.text());
        }
        return token.get().compareTo(protecting.get()) < 0
                ? Optional.of(Refusal.TOKEN_TOO_LOW.text())
                : Optional.empty();
    }

    private static String set(
            Map<Integer, Known> model,
            Operation operation,
            Optional<Known> known,
            Optional<Timestamp> token,
            long now) {
        boolean equal = known.isPresent() && known.get().value == operation.value();
        if (known.isPresent()
                && (operation.condition() == Condition.ABSENT
                        || operation.condition() == Condition.ABSENT_OR_EQUAL && !equal)) {
            return "false";
        }
        Known entry = new Known();
        entry.value = operation.value();
        entry.token = token;
        entry.goneAt = operation.expiry() == 0 ? Long.MAX_VALUE : now + operation.expiry();
        model.put(operation.key(), entry);
        return "true";
    }

    private static String delete(Map<Integer, Known> model, Operation operation, Optional<Known> known, boolean any) {
        if (known.isEmpty()) {
            return "0";
        }
        if (!any && known.get().value != operation.value()) {
            return "-1";
        }
        model.remove(operation.key());
        return "1";
    }
}
