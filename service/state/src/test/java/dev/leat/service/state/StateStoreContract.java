package dev.leat.service.state;

import static dev.leat.operator.service.StateStore.DEFAULT_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.StateStore;
import dev.leat.operator.service.StateStore.Change;
import dev.leat.operator.service.StateStore.Condition;
import dev.leat.operator.service.StateStore.Deleted;
import dev.leat.operator.service.StateStore.Found;
import dev.leat.operator.service.StateStore.Page;
import dev.leat.operator.service.StateStore.SetOptions;
import dev.leat.operator.service.StateStore.Stored;
import dev.leat.operator.service.StateStore.Watch;
import dev.leat.operator.service.StateStoreException;
import dev.leat.service.state.protocol.Refusal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a store does, whatever it is kept in and however it is reached: each subclass brings a storage, or a way. */
public abstract class StateStoreContract {

    private static final Bytes KEY = Bytes.utf8("key");
    private static final Bytes ONE = Bytes.utf8("one");
    private static final Bytes TWO = Bytes.utf8("two");
    private static final Found ABSENT = new Found(Optional.empty(), Optional.empty());

    private final FakeClock wallClock = new FakeClock();
    private EmbeddedStateStore behind = EmbeddedStateStore.inMemory();
    private StateStore store = behind;

    /** What keeps the entries. */
    Storage storage() {
        return new MemoryStorage(1 << 20);
    }

    /** The store as its users reach it; closing it leaves the one behind open. Called again where a test needs another. */
    protected StateStore reach(EmbeddedStateStore behind) {
        return behind;
    }

    @BeforeEach
    void open() {
        open(new EmbeddedStateStore(storage(), new StateStoreLimits(100, 1_000, 2, 0), wallClock, false));
    }

    private void open(EmbeddedStateStore other) {
        close();
        behind = other;
        store = reach(other);
    }

    @AfterEach
    void close() {
        store.close();
        behind.close();
    }

    private Stored set(Bytes value, SetOptions options) {
        return store.set(KEY, value, options, DEFAULT_TIMEOUT);
    }

    private Timestamp set(Bytes value) {
        return set(value, SetOptions.DEFAULT).version().orElseThrow();
    }

    private Found get() {
        return store.get(KEY, DEFAULT_TIMEOUT);
    }

    private static SetOptions when(Condition condition) {
        return new SetOptions(condition, Optional.empty(), Optional.empty());
    }

    private static SetOptions expiring(Duration after) {
        return new SetOptions(Condition.ALWAYS, Optional.of(after), Optional.empty());
    }

    private static SetOptions fenced(Timestamp token) {
        return new SetOptions(Condition.ALWAYS, Optional.empty(), Optional.of(token));
    }

    private static void refused(Refusal refusal, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StateStoreException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(StateStoreException.Reason.REQUEST))
                .hasMessage(refusal.text());
    }

    @Test
    void aKeyHasItsLatestValueAndVersion() {
        assertThat(get()).isEqualTo(ABSENT);
        Timestamp first = set(ONE);
        Timestamp second = set(TWO);
        assertThat(second).isGreaterThan(first);
        assertThat(get()).isEqualTo(new Found(Optional.of(TWO), Optional.of(second)));
    }

    @Test
    void anEmptyValueIsAValue() {
        set(Bytes.EMPTY);
        assertThat(get().value()).contains(Bytes.EMPTY);
    }

    @Test
    void conditionsHoldOrNothingIsSet() {
        assertThat(set(ONE, when(Condition.ABSENT)).applied()).isTrue();
        assertThat(set(TWO, when(Condition.ABSENT))).isEqualTo(new Stored(false, Optional.empty()));
        assertThat(set(TWO, when(Condition.ABSENT_OR_EQUAL))).isEqualTo(new Stored(false, Optional.empty()));
        assertThat(set(ONE, when(Condition.ABSENT_OR_EQUAL)).applied()).isTrue();
        assertThat(get().value()).contains(ONE);
    }

    @Test
    void deletingSaysWhatWasThere() {
        assertThat(store.delete(KEY, Optional.empty(), DEFAULT_TIMEOUT)).isEqualTo(new Deleted(0, Optional.empty()));
        Timestamp version = set(ONE);
        assertThat(store.deleteIfEqual(KEY, TWO, Optional.empty(), DEFAULT_TIMEOUT))
                .isEqualTo(new Deleted(-1, Optional.empty()));
        Deleted deleted = store.deleteIfEqual(KEY, ONE, Optional.empty(), DEFAULT_TIMEOUT);
        assertThat(deleted.count()).isEqualTo(1);
        assertThat(deleted.version().orElseThrow()).isGreaterThan(version);
        assertThat(get()).isEqualTo(ABSENT);
    }

    @Test
    void aKeyIsGoneAtTheMillisecondOfItsExpiry() {
        set(ONE, expiring(Duration.ofMillis(10)));
        wallClock.advance(Duration.ofMillis(9));
        assertThat(get().value()).contains(ONE);
        wallClock.advance(Duration.ofMillis(1));
        assertThat(get()).isEqualTo(ABSENT);
        assertThat(store.scan(Bytes.utf8("*"), Optional.empty(), DEFAULT_TIMEOUT)
                        .keys())
                .isEmpty();
        assertThat(set(TWO, when(Condition.ABSENT)).applied()).isTrue();
    }

    @Test
    void settingWithoutExpiryLiftsAnEarlierOne() {
        set(ONE, expiring(Duration.ofMillis(10)));
        set(ONE);
        wallClock.advance(Duration.ofDays(1));
        assertThat(behind.sweep()).isEqualTo(Entry.NEVER);
        assertThat(get().value()).contains(ONE);
    }

    @Test
    void sweepingRemovesWhatIsGoneAndNamesTheNext() {
        long now = wallClock.millis();
        set(ONE, expiring(Duration.ofMillis(10)));
        store.set(TWO, TWO, expiring(Duration.ofMillis(20)), DEFAULT_TIMEOUT);
        assertThat(behind.sweep()).isEqualTo(now + 10);
        wallClock.advance(Duration.ofMillis(10));
        assertThat(behind.sweep()).isEqualTo(now + 20);
        assertThat(store.get(TWO, DEFAULT_TIMEOUT).value()).contains(TWO);
    }

    @Test
    void theLongestExpiryIsTakenAndOneOfNothingRefused() {
        set(ONE, expiring(Duration.ofSeconds(Long.MAX_VALUE)));
        assertThat(get().value()).contains(ONE);
        refused(Refusal.SYNTAX_ERROR, () -> set(ONE, expiring(Duration.ZERO)));
        set(ONE, expiring(Duration.ofNanos(1)));
        assertThat(get().value()).contains(ONE);
    }

    @Test
    void aTokenKeepsLowerOnesAndNoneOut() {
        Timestamp low = set(ONE);
        Timestamp high = set(ONE);
        set(ONE, fenced(low));
        refused(Refusal.TOKEN_REQUIRED, () -> set(TWO));
        refused(Refusal.TOKEN_REQUIRED, () -> store.delete(KEY, Optional.empty(), DEFAULT_TIMEOUT));
        set(TWO, fenced(low));
        set(TWO, fenced(high));
        refused(Refusal.TOKEN_TOO_LOW, () -> set(ONE, fenced(low)));
        refused(Refusal.TOKEN_TOO_LOW, () -> store.delete(KEY, Optional.of(low), DEFAULT_TIMEOUT));
        refused(Refusal.TOKEN_TOO_LOW, () -> store.deleteIfEqual(KEY, TWO, Optional.of(low), DEFAULT_TIMEOUT));
        assertThat(get().value()).contains(TWO);
        assertThat(store.delete(KEY, Optional.of(high), DEFAULT_TIMEOUT).count())
                .isEqualTo(1);
        assertThat(set(ONE, SetOptions.DEFAULT).applied()).isTrue();
    }

    @Test
    void aTokenOfAChangeThatDidNotHappenProtectsNothing() {
        Timestamp version = set(ONE);
        set(TWO, new SetOptions(Condition.ABSENT, Optional.empty(), Optional.of(version)));
        assertThat(set(TWO, SetOptions.DEFAULT).applied()).isTrue();
    }

    @Test
    void aTokenFromTheFutureIsRefused() {
        refused(
                Refusal.TOKEN_FROM_THE_FUTURE,
                () -> set(ONE, fenced(new Timestamp(wallClock.millis() + 60_001, 0, "n"))));
        assertThat(set(ONE, fenced(new Timestamp(wallClock.millis() + 60_000, 0, "n")))
                        .applied())
                .isTrue();
        refused(
                Refusal.MALFORMED_TIMESTAMP,
                () -> set(ONE, fenced(new Timestamp(wallClock.millis(), 0, "n".repeat(1_025)))));
    }

    @Test
    void aVersionIsLaterThanTheTimeOfItsRequest() {
        for (Timestamp time : List.of(
                new Timestamp(wallClock.millis() + 60_000, 7, "zzz"),
                new Timestamp(wallClock.millis() + 60_000, 9, set(ONE).nodeId()),
                new Timestamp(5, 0, "past"))) {
            behind.merge(time);
            Timestamp version = set(ONE);
            assertThat(version).isGreaterThan(time);
            assertThat(version.physical()).isGreaterThanOrEqualTo(wallClock.millis());
        }
        refused(
                Refusal.REQUEST_FROM_THE_FUTURE,
                () -> behind.merge(new Timestamp(wallClock.millis() + 60_001, 0, "n")));
        refused(Refusal.MALFORMED_TIMESTAMP, () -> behind.merge(new Timestamp(wallClock.millis() + 60_000, -1, "n")));
    }

    @Test
    void whatIsTooLargeOrEmptyIsRefused() {
        refused(Refusal.KEY_IS_EMPTY, () -> store.get(Bytes.EMPTY, DEFAULT_TIMEOUT));
        refused(Refusal.KEY_IS_EMPTY, () -> store.set(Bytes.EMPTY, ONE, SetOptions.DEFAULT, DEFAULT_TIMEOUT));
        refused(Refusal.KEY_IS_EMPTY, () -> store.watch(Bytes.EMPTY, change -> {}, DEFAULT_TIMEOUT));
        Bytes large = Bytes.of(new byte[101]);
        refused(Refusal.QUOTA_EXCEEDED, () -> store.get(large, DEFAULT_TIMEOUT));
        refused(Refusal.QUOTA_EXCEEDED, () -> store.set(large, ONE, SetOptions.DEFAULT, DEFAULT_TIMEOUT));
        refused(Refusal.QUOTA_EXCEEDED, () -> set(Bytes.of(new byte[1_001])));
        store.watch(KEY, change -> {}, DEFAULT_TIMEOUT).close();
        store.watch(KEY, change -> {}, DEFAULT_TIMEOUT);
        store.watch(ONE, change -> {}, DEFAULT_TIMEOUT);
        refused(Refusal.QUOTA_EXCEEDED, () -> store.watch(TWO, change -> {}, DEFAULT_TIMEOUT));
    }

    @Test
    void whoWatchesIsToldOfEachChangeInOrder() throws InterruptedException {
        BlockingQueue<Change> told = new LinkedBlockingQueue<>();
        Watch watch = store.watch(KEY, told::add, DEFAULT_TIMEOUT);
        Timestamp first = set(ONE);
        set(TWO, when(Condition.ABSENT));
        set(TWO, expiring(Duration.ofMillis(5)));
        wallClock.advance(Duration.ofMillis(5));
        behind.sweep();
        set(ONE, expiring(Duration.ofMillis(5)));
        wallClock.advance(Duration.ofMillis(5));
        set(TWO);
        Timestamp last =
                store.delete(KEY, Optional.empty(), DEFAULT_TIMEOUT).version().orElseThrow();
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            changes.add(told.poll(30, TimeUnit.SECONDS));
        }
        assertThat(changes)
                .extracting(Change::value)
                .containsExactly(
                        Optional.of(ONE),
                        Optional.of(TWO),
                        Optional.empty(),
                        Optional.of(ONE),
                        Optional.empty(),
                        Optional.of(TWO),
                        Optional.empty());
        assertThat(changes)
                .extracting(Change::version)
                .isSorted()
                .startsWith(first)
                .endsWith(last);
        watch.close();
        set(ONE);
        store.watch(KEY, told::add, DEFAULT_TIMEOUT);
        set(TWO);
        assertThat(told.poll(30, TimeUnit.SECONDS).value()).contains(TWO);
    }

    @Test
    void aListenerThatFailsIsToldOfTheNextChange() throws InterruptedException {
        BlockingQueue<Change> told = new LinkedBlockingQueue<>();
        store.watch(
                KEY,
                change -> {
                    told.add(change);
                    throw new IllegalStateException("a defect of the listener");
                },
                DEFAULT_TIMEOUT);
        set(ONE);
        set(TWO);
        assertThat(told.poll(30, TimeUnit.SECONDS).value()).contains(ONE);
        assertThat(told.poll(30, TimeUnit.SECONDS).value()).contains(TWO);
    }

    @Test
    void pagesHoldAllKeysThatMatch() {
        for (int i = 0; i < 2_500; i++) {
            store.set(Bytes.utf8("many/" + i), ONE, SetOptions.DEFAULT, DEFAULT_TIMEOUT);
        }
        store.set(Bytes.utf8("other"), ONE, SetOptions.DEFAULT, DEFAULT_TIMEOUT);
        List<Bytes> keys = new ArrayList<>();
        Optional<String> next = Optional.empty();
        int pages = 0;
        do {
            Page page = store.scan(Bytes.utf8("many/*"), next, DEFAULT_TIMEOUT);
            keys.addAll(page.keys());
            next = page.next();
            pages++;
        } while (next.isPresent());
        assertThat(pages).isEqualTo(3);
        assertThat(keys).hasSize(2_500).doesNotHaveDuplicates();
        assertThat(store.scan(Bytes.utf8("?the*"), Optional.empty(), DEFAULT_TIMEOUT)
                        .keys())
                .containsExactly(Bytes.utf8("other"));
        refused(Refusal.SYNTAX_ERROR, () -> store.scan(Bytes.utf8("*"), Optional.of("not ours"), DEFAULT_TIMEOUT));
    }

    @Test
    void aClosedStoreAnswersWithAnError() {
        store.close();
        assertThatThrownBy(this::get)
                .isInstanceOfSatisfying(
                        StateStoreException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(StateStoreException.Reason.INTERNAL));
        store.close();
    }

    @Test
    void twoWritersWithTokensNeverUndoTheLaterOnesWork() throws InterruptedException {
        Bytes lock = Bytes.utf8("lock");
        List<Thread> writers = new ArrayList<>();
        List<Timestamp> accepted = Collections.synchronizedList(new ArrayList<>());
        for (String name : List.of("a", "b")) {
            writers.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 50; i++) {
                    // Takes the lock from the other, who does not know: that is what tokens are for.
                    Timestamp token = store.set(lock, Bytes.utf8(name), SetOptions.DEFAULT, DEFAULT_TIMEOUT)
                            .version()
                            .orElseThrow();
                    Thread.yield();
                    try {
                        store.set(KEY, Bytes.utf8(token.toString()), fenced(token), DEFAULT_TIMEOUT);
                        accepted.add(token);
                    } catch (StateStoreException tooLow) {
                        assertThat(tooLow).hasMessage(Refusal.TOKEN_TOO_LOW.text());
                    }
                }
            }));
        }
        for (Thread writer : writers) {
            writer.join();
        }
        Timestamp greatest = accepted.stream().max(Timestamp::compareTo).orElseThrow();
        assertThat(get().value()).contains(Bytes.utf8(greatest.toString()));
    }

    @Test
    void theSweeperTellsOfAnExpiryByItself() throws InterruptedException {
        open(new EmbeddedStateStore(
                new MemoryStorage(1 << 20), StateStoreLimits.DEFAULT, InstantSource.system(), true));
        BlockingQueue<Change> told = new LinkedBlockingQueue<>();
        store.watch(KEY, told::add, DEFAULT_TIMEOUT);
        set(ONE, expiring(Duration.ofDays(1)));
        set(ONE, expiring(Duration.ofMillis(20)));
        assertThat(told.poll(30, TimeUnit.SECONDS).value()).contains(ONE);
        assertThat(told.poll(30, TimeUnit.SECONDS).value()).contains(ONE);
        assertThat(told.poll(30, TimeUnit.SECONDS).value()).isEmpty();
    }
}
