package dev.leat.component.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The library's signal handlers and the virtual machine's get along: hardware traps of guests and of compiled Java code,
 * mixed, on several threads. In processes of their own, for a failure ends the process.
 */
class SignalTest {

    @Test
    void trapsOfGuestsAndOfJavaCodeMix() throws Exception {
        JavaProcess process = JavaProcess.run(SignalMix.class);

        assertThat(process.exitCode()).as(process.output()).isZero();
        assertThat(process.output()).contains("all threads are done");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xss1m", "-Xss768k", "-XX:TieredStopAtLevel=1"})
    void aGuestThatRecursesOnTheMainThreadTraps(String option) throws Exception {
        JavaProcess process = JavaProcess.run(MainThreadRecursion.class, option);

        assertThat(process.exitCode()).as(process.output()).isZero();
        assertThat(process.output()).contains("stopped each time");
    }

    @Test
    void aGuestThatRecursesOnTheMainThreadOfDefaultSizeTraps() throws Exception {
        JavaProcess process = JavaProcess.run(MainThreadRecursion.class);

        assertThat(process.exitCode()).as(process.output()).isZero();
        assertThat(process.output()).contains("stopped each time");
    }
}
