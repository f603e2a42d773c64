package dev.leat.component.nn;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Loads models on threads of their own, few at once: nothing can end ONNX Runtime while it loads, and each takes a core and
 * several times the model's size. The others wait in line, from which whoever gives up takes his own; so there are never
 * more than there are callers. Safe for use by many threads.
 */
final class LoadQueue {

    static final int MOST_AT_ONCE = 2;

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int loading;

    synchronized void add(Runnable load) {
        waiting.addLast(load);
        begin();
    }

    /** Whether it had not begun, and so never will. */
    synchronized boolean remove(Runnable load) {
        return waiting.remove(load);
    }

    synchronized boolean isWaiting(Runnable load) {
        return waiting.contains(load);
    }

    private void begin() {
        while (loading < MOST_AT_ONCE && !waiting.isEmpty()) {
            Runnable next = waiting.removeFirst();
            loading++;
            Thread.ofPlatform().daemon().name("leat-model-loader").start(() -> {
                try {
                    next.run();
                } finally {
                    ended();
                }
            });
        }
    }

    private synchronized void ended() {
        loading--;
        begin();
    }
}
