package dev.leat.component.wasi;

import dev.leat.component.core.CoreTrapException;
import dev.leat.component.model.HostContext;
import dev.leat.component.model.Linker;
import dev.leat.component.model.Result;
import java.util.List;
import java.util.Optional;

/** {@code wasi:cli}: what a process has around it. There is no terminal, no directory and nothing to read. */
final class Cli {

    private Cli() {}

    static void addTo(Linker linker) {
        Wasi.provide(linker, "wasi:cli/environment")
                .function(
                        "get-environment",
                        (context, arguments) -> options(context).environment().entrySet().stream()
                                .map(variable -> List.of(variable.getKey(), variable.getValue()))
                                .toList())
                .function(
                        "get-arguments",
                        (context, arguments) -> options(context).arguments())
                .function("initial-cwd", (context, arguments) -> Optional.empty());
        Wasi.provide(linker, "wasi:cli/exit")
                .function("exit", (context, arguments) -> {
                    throw exit(
                            switch ((Result<?, ?>) arguments[0]) {
                                case Result.Ok<?, ?> ok -> "success";
                                case Result.Err<?, ?> err -> "failure";
                            });
                })
                .function("exit-with-code", (context, arguments) -> {
                    throw exit(arguments[0].toString());
                });
        Wasi.provide(linker, "wasi:cli/stdin").function("get-stdin", (context, arguments) -> new InputStream());
        Wasi.provide(linker, "wasi:cli/stdout")
                .function(
                        "get-stdout",
                        (context, arguments) -> new OutputStream(
                                context.state(WasiContext.class).stdout()));
        Wasi.provide(linker, "wasi:cli/stderr")
                .function(
                        "get-stderr",
                        (context, arguments) -> new OutputStream(
                                context.state(WasiContext.class).stderr()));
        addTerminals(linker);
    }

    private static void addTerminals(Linker linker) {
        for (String terminal : List.of("terminal-input", "terminal-output")) {
            Denied.resource(
                    Wasi.provide(linker, "wasi:cli/" + terminal), terminal, "unsupported", List.of(), List.of());
        }
        for (String stream : List.of("stdin", "stdout", "stderr")) {
            Wasi.provide(linker, "wasi:cli/terminal-" + stream)
                    .function("get-terminal-" + stream, (context, arguments) -> Optional.empty());
        }
    }

    private static CoreTrapException exit(String status) {
        return Traps.other("the guest ended itself through wasi:cli/exit, status: " + status);
    }

    private static WasiOptions options(HostContext context) {
        return context.state(WasiContext.class).options();
    }
}
