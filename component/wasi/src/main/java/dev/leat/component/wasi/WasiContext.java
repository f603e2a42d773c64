package dev.leat.component.wasi;

import java.util.random.RandomGenerator;

/**
 * What WASI keeps for one instance: give a new one to {@link dev.leat.component.model.LinkedComponent#instantiate}.
 * Belongs to the thread of its instance.
 */
public final class WasiContext implements AutoCloseable {

    private final WasiOptions options;
    private final LineBuffer stdout;
    private final LineBuffer stderr;
    private final RandomGenerator random;

    public WasiContext(WasiOptions options) {
        this.options = options;
        this.stdout = new LineBuffer(options.stdout(), options.longestLine());
        this.stderr = new LineBuffer(options.stderr(), options.longestLine());
        this.random = options.newRandom();
    }

    /**
     * Hands on what the guest wrote to stdout and stderr after its last line end, as a line each. To be called when a
     * call of the guest is over, whether it returned or failed.
     */
    public void flush() {
        stdout.flush();
        stderr.flush();
    }

    /** Does what {@link #flush} does. */
    @Override
    public void close() {
        flush();
    }

    WasiOptions options() {
        return options;
    }

    LineBuffer stdout() {
        return stdout;
    }

    LineBuffer stderr() {
        return stderr;
    }

    RandomGenerator random() {
        return random;
    }
}
