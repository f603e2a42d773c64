package dev.leat.component.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The texts are the library's. */
class BacktraceTest {

    @Test
    void namesComeWithoutWhatTellsCratesApart() {
        assertThat(Backtrace.frames("""
                        error while executing at wasm backtrace:
                            0:  0x70051 - oven.wasm!<usize as core[5b2f84fae3e81ae9]::slice::index::SliceIndex<[i32]>>::index
                            1:    0x154 - oven.wasm!oven[c435e76ddfc67051]::with_celsius

                        Caused by:
                            wasm trap: wasm `unreachable` instruction executed
                        """))
                .containsExactly(
                        "oven.wasm!<usize as core::slice::index::SliceIndex<[i32]>>::index",
                        "oven.wasm!oven::with_celsius");
    }

    @Test
    void placesStandBehindTheirFunctionsThoseThatWereInlinedIncluded() {
        assertThat(Backtrace.frames("""
                        error while executing at wasm backtrace:
                            0:   0x79a4 - <[i32] as core[5b2f84fae3e81ae9]::ops::index::Index<usize>>::index
                                            at /rust/library/core/src/slice/index.rs:19:15
                                        - oven[c435e76ddfc67051]::celsius
                                            at src/lib.rs:38:9
                            1: start
                        """))
                .containsExactly(
                        "<[i32] as core::ops::index::Index<usize>>::index (/rust/library/core/src/slice/index.rs:19:15)",
                        "oven::celsius (src/lib.rs:38:9)",
                        "start");
    }

    @Test
    void whatHasNoNameIsCountedOut() {
        assertThat(Backtrace.frames("""
                        error while executing at wasm backtrace:
                            0:   0x79a4 - <unknown>!oven[c435e76ddfc67051]::celsius
                            1:   0x79a5 - oven.wasm!<wasm function 305>
                            2:   0x79a6 - <unknown>!<wasm function 7>
                        """)).containsExactly("oven::celsius", "oven.wasm!function 305", "function 7");
    }

    @Test
    void aTextWithoutABacktraceHasNoFrames() {
        assertThat(Backtrace.frames("a function of the host failed")).isEmpty();
        assertThat(Backtrace.frames("wasm backtrace:")).isEmpty();
        assertThat(Backtrace.frames("")).isEmpty();
    }
}
