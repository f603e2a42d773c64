package dev.leat.component.wasmtime;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The open stores of the process by number: how an upcall finds its store, and the ticker those with a deadline. */
final class OpenStores {

    /**
     * Read without a lock, on each upcall. A store is entered before its first call, and each new table holds what the
     * one before held, so whoever calls into a store sees a table with that store.
     */
    static volatile @Nullable CallStack[] table = new CallStack[16];

    private OpenStores() {}

    /** Enters a store and returns its number, which may have belonged to a store that was closed. */
    static synchronized int add(CallStack calls) {
        @Nullable CallStack[] old = table;
        int number = 0;
        while (number < old.length && old[number] != null) {
            number++;
        }
        @Nullable CallStack[] copy = Arrays.copyOf(old, number < old.length ? old.length : 2 * old.length);
        copy[number] = calls;
        table = copy;
        return number;
    }

    static synchronized void remove(int number) {
        @Nullable CallStack[] copy = table.clone();
        copy[number] = null;
        table = copy;
    }

    static boolean anyHasDeadline() {
        for (CallStack calls : table) {
            if (calls != null && calls.deadline().isSet()) {
                return true;
            }
        }
        return false;
    }
}
