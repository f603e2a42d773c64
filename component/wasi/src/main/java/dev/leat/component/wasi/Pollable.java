package dev.leat.component.wasi;

import dev.leat.component.model.HostContext;
import java.util.ArrayList;
import java.util.List;

/** A resource of {@code wasi:io/poll}: something that a guest can wait for. */
sealed interface Pollable {

    /**
     * How long it takes from now on.
     *
     * @param now on the guest's monotonic clock
     * @return nanoseconds, 0 where it is ready
     */
    long left(long now);

    /** The guest dropped its handle. */
    void drop();

    /** A moment of the monotonic clock. */
    record Timer(long instant) implements Pollable {

        @Override
        public long left(long now) {
            long left = instant - now;
            return Long.compareUnsigned(now, instant) >= 0 ? 0 : left < 0 ? Long.MAX_VALUE : left;
        }

        @Override
        public void drop() {}
    }

    /** A stream, which is always ready here. */
    record OfStream(ByteStream stream) implements Pollable {

        @Override
        public long left(long now) {
            return 0;
        }

        @Override
        public void drop() {
            stream.pollableDropped();
        }
    }

    /**
     * Waits on the calling thread until one of them is ready.
     *
     * @param pollables at least one
     * @return the indices of those that are ready; at least one
     * @throws dev.leat.component.core.CoreTrapException where the time of the guest's call runs out, or the thread is
     *     interrupted
     */
    static List<Integer> await(HostContext context, List<Pollable> pollables) {
        MonotonicClock clock = context.state(WasiContext.class).options().monotonicClock();
        while (true) {
            long now = clock.nanos();
            long shortest = Long.MAX_VALUE;
            List<Integer> ready = new ArrayList<>();
            for (int i = 0; i < pollables.size(); i++) {
                long left = pollables.get(i).left(now);
                shortest = Math.min(shortest, left);
                if (left == 0) {
                    ready.add(i);
                }
            }
            if (!ready.isEmpty()) {
                return ready;
            }
            sleep(clock, Math.min(shortest, callTimeLeft(context)));
        }
    }

    private static long callTimeLeft(HostContext context) {
        long left = context.nanosLeft();
        if (left <= 0) {
            throw Traps.deadline("the time of the call ran out while the guest waited in wasi:io/poll");
        }
        return left;
    }

    private static void sleep(MonotonicClock clock, long nanos) {
        try {
            clock.sleep(nanos);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Traps.other("the thread was interrupted while the guest waited in wasi:io/poll");
        }
    }
}
