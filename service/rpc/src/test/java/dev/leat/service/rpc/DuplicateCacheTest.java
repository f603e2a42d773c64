package dev.leat.service.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.data.Bytes;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Answers that are kept for requests that come twice: until they expire, and within bounds. */
final class DuplicateCacheTest {

    private final DuplicateCache<String> cache = new DuplicateCache<>(3, 19, String::length);

    private static Bytes id(int number) {
        return Bytes.utf8("id" + number);
    }

    private CompletableFuture<String> ask(int number, long expires, long now) {
        CompletableFuture<String> fresh = new CompletableFuture<>();
        CompletableFuture<String> before = cache.before(id(number), fresh, expires, now);
        return before == null ? fresh : before;
    }

    @Test
    void aRequestThatComesAgainGetsTheSameAnswerWhetherItIsThereOrNot() {
        CompletableFuture<String> first = ask(1, 100, 0);
        assertThat(ask(1, 100, 50)).isSameAs(first);
        first.complete("x");
        assertThat(ask(1, 100, 99)).isSameAs(first);
        assertThat(ask(2, 100, 99)).isNotSameAs(first);
    }

    @Test
    void afterItsExpiryARequestIsANewOne() {
        CompletableFuture<String> first = ask(1, 100, 0);
        first.complete("x");
        assertThat(ask(1, 200, 100)).isNotSameAs(first);
        assertThat(cache.size()).isOne();
    }

    @Test
    void whereItIsFullTheOldestAnswerGoesAndWhatIsUnderWayStays() {
        CompletableFuture<String> underWay = ask(1, 100, 0);
        ask(2, 100, 0).complete("b");
        CompletableFuture<String> third = ask(3, 100, 0);
        third.complete("c");
        ask(4, 100, 0);
        assertThat(cache.size()).isEqualTo(3);
        assertThat(ask(1, 100, 0)).isSameAs(underWay);
        assertThat(ask(3, 100, 0)).isNotSameAs(third);
    }

    @Test
    void whatAnswersTakeIsBoundedAndGivenBack() {
        CompletableFuture<String> large = ask(1, 100, 0);
        large.complete("a text beyond the bound");
        ask(2, 100, 0).complete("b");
        assertThat(cache.size()).isOne();
        assertThat(ask(1, 100, 0)).isNotSameAs(large);
        for (int i = 10; i < 1000; i++) {
            ask(i, 100, 0).complete("1234");
            assertThat(cache.size()).isLessThanOrEqualTo(3);
        }
        CompletableFuture<String> last = ask(5000, 100, 0);
        last.complete("x");
        assertThat(ask(5000, 100, 0)).isSameAs(last);
    }

    @Test
    void whatIsCountedIsWhatIsKeptWhateverCameToAnEndInBetween() {
        CompletableFuture<String> replaced = ask(1, 100, 0);
        CompletableFuture<String> second = ask(1, 300, 200);
        replaced.complete("of nobody");
        assertThat(cache.bytes()).as("an identity").isEqualTo(3);
        second.complete("four");
        assertThat(cache.bytes()).isEqualTo(7);
        ask(2, 900, 400);
        assertThat(cache.bytes()).isEqualTo(3);
        assertThat(cache.size()).isOne();
    }

    @Test
    void aRequestThatComesAnewAfterItsExpiryIsTheYoungest() {
        CompletableFuture<String> underWay = ask(1, 900, 0);
        ask(2, 10, 0);
        ask(2, 900, 20).complete("b");
        ask(3, 900, 20).complete("c");
        underWay.complete("a");
        ask(4, 900, 20);
        assertThat(cache.size()).isEqualTo(3);
        assertThat(ask(1, 900, 20)).isNotSameAs(underWay);
    }
}
