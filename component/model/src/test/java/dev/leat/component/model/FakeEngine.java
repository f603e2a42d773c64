package dev.leat.component.model;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreModule;
import dev.leat.component.core.CoreModuleException;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.StoreLimits;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An engine that takes every core module, links whatever it is given, and runs nothing: what is tested with it is the
 * component layer alone.
 */
public final class FakeEngine implements CoreEngine {

    private final AtomicInteger open = new AtomicInteger();
    private final int refuseFrom;

    public FakeEngine() {
        this(Integer.MAX_VALUE);
    }

    private FakeEngine(int refuseFrom) {
        this.refuseFrom = refuseFrom;
    }

    /** An engine that compiles so many modules and refuses the next. */
    public static FakeEngine refusingAfter(int modules) {
        return new FakeEngine(modules);
    }

    /** How many modules were compiled and not closed. */
    public int openModules() {
        return open.get();
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public String version() {
        return "0";
    }

    @Override
    public CoreModule compile(byte[] binary) {
        if (open.get() == refuseFrom) {
            throw new CoreModuleException("it has had enough");
        }
        open.incrementAndGet();
        return open::decrementAndGet;
    }

    @Override
    public CoreStore newStore(StoreLimits limits) {
        return new FakeStore();
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
