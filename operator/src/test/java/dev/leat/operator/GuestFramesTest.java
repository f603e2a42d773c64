package dev.leat.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a trap tells of the guest's frames: from the first one on that is the operator's own. */
class GuestFramesTest {

    @Test
    void whatEndsAProgramAfterAPanicIsLeftOut() {
        assertThat(Guest.withoutPanic(List.of(
                        "abort (sources/abort.c:5:5)",
                        "oven.wasm!std::process::abort",
                        "__rustc::rust_panic",
                        "core::panicking::panic_bounds_check",
                        "<usize as core::slice::index::SliceIndex<[i32]>>::index",
                        "<alloc::vec::Vec<i32> as core::ops::index::Index<usize>>::index",
                        "oven::with_celsius (src/lib.rs:31:82)",
                        "core::ops::function::FnOnce::call_once",
                        "oven::map::process")))
                .containsExactly(
                        "oven::with_celsius (src/lib.rs:31:82)",
                        "core::ops::function::FnOnce::call_once",
                        "oven::map::process");
    }

    @Test
    void anOperatorsImplementationOfATraitOfTheLibraryIsItsOwn() {
        List<String> frames = List.of("<oven::Reading as core::convert::From<u8>>::from", "oven::map::process");

        assertThat(Guest.withoutPanic(frames)).isEqualTo(frames);
    }

    @Test
    void whereNothingElseIsThereAllOfItIsTold() {
        List<String> frames = List.of("std::process::abort", "core::panicking::panic");

        assertThat(Guest.withoutPanic(frames)).isEqualTo(frames);
    }
}
