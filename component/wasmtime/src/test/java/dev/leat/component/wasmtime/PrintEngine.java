package dev.leat.component.wasmtime;

import dev.leat.component.core.CoreEngineOptions;
import java.util.Optional;

/** Prints the version of the engine, or why there is none. */
final class PrintEngine {

    private PrintEngine() {}

    public static void main(String[] arguments) {
        WasmtimeProvider provider = new WasmtimeProvider();
        Optional<String> reason = provider.unavailable();
        System.out.println(reason.orElseGet(
                () -> "runs " + provider.open(CoreEngineOptions.DEFAULT).version()));
    }
}
