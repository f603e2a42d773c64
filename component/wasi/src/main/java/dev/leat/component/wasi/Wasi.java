package dev.leat.component.wasi;

import dev.leat.component.model.Linker;

/** Gives WASI 0.2 to components. */
public final class Wasi {

    /** What the interfaces are registered under; it stands in for every 0.2 version. */
    private static final String VERSION = "@0.2.0";

    private Wasi() {}

    /**
     * Provides {@code wasi:cli}, {@code wasi:clocks}, {@code wasi:io}, {@code wasi:random}, {@code wasi:filesystem} and
     * {@code wasi:sockets} to the components linked from now on. Each of their instances needs a {@link WasiContext} of
     * its own among its state.
     */
    public static void addTo(Linker linker) {
        Io.addTo(linker);
        Cli.addTo(linker);
        Clocks.addTo(linker);
        RandomNumbers.addTo(linker);
        Filesystem.addTo(linker);
        Sockets.addTo(linker);
    }

    /** The interface of that name, such as {@code wasi:io/poll}. */
    static Linker.HostInstance provide(Linker linker, String name) {
        return linker.instance(name + VERSION);
    }
}
