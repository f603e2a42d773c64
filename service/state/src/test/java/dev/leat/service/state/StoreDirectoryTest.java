package dev.leat.service.state;

import static dev.leat.operator.service.StateStore.DEFAULT_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.StateStore.Condition;
import dev.leat.operator.service.StateStore.SetOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Statistics;
import org.rocksdb.TickerType;

class StoreDirectoryTest {

    private static final Bytes KEY = Bytes.utf8("key");
    private static final Bytes VALUE = Bytes.utf8("value");

    @TempDir
    private Path folder = Path.of("");

    private static void problem(StateProblem problem, String part, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StateException.class,
                        failure -> assertThat(failure.problem()).isEqualTo(problem))
                .hasMessageStartingWith(problem.code() + ": ")
                .hasMessageContaining(part);
    }

    private EmbeddedStateStore open(FakeClock clock) {
        return new EmbeddedStateStore(
                RocksStorage.open(folder.resolve("store")), StateStoreLimits.DEFAULT, clock, false);
    }

    @Test
    void eachChangeIsForcedToTheDiskBeforeItIsAnswered() {
        try (Statistics statistics = new Statistics();
                EmbeddedStateStore store = new EmbeddedStateStore(
                        RocksStorage.open(folder.resolve("store"), options -> options.setStatistics(statistics)),
                        StateStoreLimits.DEFAULT,
                        new FakeClock(),
                        false)) {
            for (int i = 1; i <= 3; i++) {
                long before = statistics.getTickerCount(TickerType.WAL_FILE_SYNCED);
                store.set(KEY, VALUE, SetOptions.DEFAULT, DEFAULT_TIMEOUT);
                assertThat(statistics.getTickerCount(TickerType.WAL_FILE_SYNCED))
                        .isEqualTo(before + 1);
                store.delete(KEY, Optional.empty(), DEFAULT_TIMEOUT);
                assertThat(statistics.getTickerCount(TickerType.WAL_FILE_SYNCED))
                        .isEqualTo(before + 2);
            }
        }
    }

    @Test
    void aStoreWithoutItsLogIsRefusedRatherThanEarlier() throws IOException {
        FakeClock clock = new FakeClock();
        try (EmbeddedStateStore store = open(clock)) {
            store.set(KEY, VALUE, SetOptions.DEFAULT, DEFAULT_TIMEOUT);
        }
        try (Stream<Path> files = Files.list(folder.resolve("store").resolve("rocksdb"))) {
            for (Path log :
                    files.filter(file -> file.toString().endsWith(".log")).toList()) {
                Files.delete(log);
            }
        }
        problem(StateProblem.DAMAGED, "no .log file", () -> open(clock));
    }

    @Test
    void aFileSystemOfItsOwnMayHoldAStore() throws IOException {
        Files.createDirectories(folder.resolve("store").resolve("lost+found"));
        FakeClock clock = new FakeClock();
        try (EmbeddedStateStore store = open(clock)) {
            store.set(KEY, VALUE, SetOptions.DEFAULT, DEFAULT_TIMEOUT);
        }
        try (EmbeddedStateStore store = open(clock)) {
            assertThat(store.get(KEY, DEFAULT_TIMEOUT).value()).contains(VALUE);
        }
    }

    @Test
    void valuesVersionsTokensAndExpiriesSurviveARestart() {
        FakeClock clock = new FakeClock();
        Timestamp token = new Timestamp(clock.millis(), 3, "holder");
        Timestamp version;
        try (EmbeddedStateStore store = open(clock)) {
            version = store.set(
                            KEY,
                            VALUE,
                            new SetOptions(Condition.ALWAYS, Optional.of(Duration.ofMillis(10)), Optional.of(token)),
                            DEFAULT_TIMEOUT)
                    .version()
                    .orElseThrow();
        }
        clock.advance(Duration.ofMillis(9));
        try (EmbeddedStateStore store = open(clock)) {
            assertThat(store.get(KEY, DEFAULT_TIMEOUT).value()).contains(VALUE);
            assertThat(store.get(KEY, DEFAULT_TIMEOUT).version()).contains(version);
            assertThatThrownBy(() -> store.set(KEY, VALUE, SetOptions.DEFAULT, DEFAULT_TIMEOUT))
                    .hasMessage("a fencing token is required for this request");
        }
        clock.advance(Duration.ofMillis(1));
        try (EmbeddedStateStore store = open(clock)) {
            assertThat(store.get(KEY, DEFAULT_TIMEOUT).value()).isEmpty();
            assertThat(store.sweep()).isEqualTo(Entry.NEVER);
            assertThat(store.set(KEY, VALUE, SetOptions.DEFAULT, DEFAULT_TIMEOUT)
                            .applied())
                    .isTrue();
        }
    }

    @Test
    void versionsGoOnAfterARestartWithAClockThatWasSetBack() {
        FakeClock clock = new FakeClock();
        Timestamp deleted;
        try (EmbeddedStateStore store = open(clock)) {
            store.set(KEY, VALUE, SetOptions.DEFAULT, DEFAULT_TIMEOUT);
            deleted = store.delete(KEY, Optional.empty(), DEFAULT_TIMEOUT)
                    .version()
                    .orElseThrow();
        }
        clock.advance(Duration.ofDays(-1));
        try (EmbeddedStateStore store = open(clock)) {
            Timestamp version = store.set(KEY, VALUE, SetOptions.DEFAULT, DEFAULT_TIMEOUT)
                    .version()
                    .orElseThrow();
            assertThat(version).isGreaterThan(deleted);
            assertThat(store.set(
                                    KEY,
                                    VALUE,
                                    new SetOptions(Condition.ALWAYS, Optional.empty(), Optional.of(version)),
                                    DEFAULT_TIMEOUT)
                            .applied())
                    .as("the store's own version as a token")
                    .isTrue();
        }
    }

    @Test
    void aClientThatUsesUpTheCountersOfAMinuteDoesNotKeepTheStoreShut() {
        FakeClock clock = new FakeClock();
        Timestamp last;
        try (EmbeddedStateStore store = open(clock)) {
            store.merge(new Timestamp(clock.millis() + 50_000, -3, "client"));
            last = store.set(KEY, VALUE, SetOptions.DEFAULT, DEFAULT_TIMEOUT)
                    .version()
                    .orElseThrow();
            assertThat(last.counter()).as("the last one there is").isEqualTo(-1);
        }
        try (EmbeddedStateStore store = open(clock)) {
            assertThat(store.set(KEY, VALUE, SetOptions.DEFAULT, DEFAULT_TIMEOUT)
                            .version()
                            .orElseThrow())
                    .isGreaterThan(last);
        }
    }

    @Test
    void aDirectoryThatIsOpenInThisProcessIsRefused() {
        try (EmbeddedStateStore store = EmbeddedStateStore.open(folder.resolve("store"))) {
            problem(
                    StateProblem.IN_USE,
                    "open in this process",
                    () -> EmbeddedStateStore.open(folder.resolve("store")));
            assertThat(store.get(KEY, DEFAULT_TIMEOUT).value()).isEmpty();
        }
        EmbeddedStateStore.open(folder.resolve("store")).close();
    }

    @Test
    void aForeignDirectoryIsRefusedAndStaysAsItIs() throws IOException {
        Files.writeString(folder.resolve("holiday.jpg"), "not ours");
        problem(StateProblem.FOREIGN, "it holds holiday.jpg", () -> EmbeddedStateStore.open(folder));
        try (Stream<Path> content = Files.list(folder)) {
            assertThat(content).containsExactly(folder.resolve("holiday.jpg"));
        }
        Path file = folder.resolve("holiday.jpg");
        problem(StateProblem.UNUSABLE, "holiday.jpg", () -> EmbeddedStateStore.open(file));
    }

    @Test
    void aLaterFormatIsRefusedByItsNumber() throws IOException {
        Path store = folder.resolve("store");
        EmbeddedStateStore.open(store).close();
        Files.writeString(store.resolve("format"), "leat state store 2\n");
        problem(StateProblem.LATER_FORMAT, "has format 2", () -> EmbeddedStateStore.open(store));
        Files.writeString(store.resolve("format"), "something else");
        problem(StateProblem.FOREIGN, "is no state store", () -> EmbeddedStateStore.open(store));
    }

    @Test
    void aStoreWithoutItsDataIsNoEmptyStore() throws IOException {
        Path store = folder.resolve("store");
        EmbeddedStateStore.open(store).close();
        Files.delete(store.resolve("rocksdb/CURRENT"));
        problem(StateProblem.DAMAGED, "CURRENT is missing", () -> EmbeddedStateStore.open(store));
    }

    @Test
    void aDamagedLogIsRefusedAndTheDirectoryLetGo() throws IOException {
        Path store = folder.resolve("store");
        try (EmbeddedStateStore open = EmbeddedStateStore.open(store)) {
            for (int i = 0; i < 100; i++) {
                open.set(Bytes.utf8("key" + i), VALUE, SetOptions.DEFAULT, DEFAULT_TIMEOUT);
            }
        }
        List<Path> logs;
        try (Stream<Path> content = Files.list(store.resolve("rocksdb"))) {
            logs = content.filter(path -> path.toString().endsWith(".log")).toList();
        }
        assertThat(logs).hasSize(1);
        try (FileChannel log = FileChannel.open(logs.getFirst(), StandardOpenOption.WRITE)) {
            assertThat(log.size()).isGreaterThan(4_000);
            log.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}), 1_000);
        }
        problem(StateProblem.DAMAGED, "checksum mismatch", () -> EmbeddedStateStore.open(store));
        problem(StateProblem.DAMAGED, "checksum mismatch", () -> EmbeddedStateStore.open(store));
    }

    @Test
    void aFailureOfTheDiskIsNotTakenForDamage() throws IOException {
        Path store = folder.resolve("store");
        EmbeddedStateStore.open(store).close();
        Files.delete(store.resolve("rocksdb/LOCK"));
        Files.createDirectory(store.resolve("rocksdb/LOCK"));
        problem(StateProblem.UNUSABLE, "LOCK", () -> EmbeddedStateStore.open(store));
        Files.delete(store.resolve("rocksdb/LOCK"));
        EmbeddedStateStore.open(store).close();
    }

    @Test
    void aStoreWhoseManifestIsGoneIsDamaged() throws IOException {
        Path store = folder.resolve("store");
        EmbeddedStateStore.open(store).close();
        try (Stream<Path> content = Files.list(store.resolve("rocksdb"))) {
            for (Path file :
                    content.filter(path -> path.toString().contains("MANIFEST")).toList()) {
                Files.delete(file);
            }
        }
        problem(StateProblem.DAMAGED, "MANIFEST", () -> EmbeddedStateStore.open(store));
    }

    @Test
    void aCreationThatWasCutOffIsFinished() throws IOException {
        Path store = folder.resolve("store");
        EmbeddedStateStore.open(store).close();
        Files.delete(store.resolve("format"));
        EmbeddedStateStore.open(store).close();
        assertThat(store.resolve("format")).hasContent("leat state store 1");
    }
}
