package dev.leat.component.model.abi;

/**
 * Counts how many bytes of the host's memory the handles of an instance keep alive, those of the component instances
 * nested in it included. Confined to its instance's thread.
 */
public final class HandleBytes {

    private final long most;
    private long held;

    /** @param most how many bytes may be held at once */
    public HandleBytes(long most) {
        this.most = most;
    }

    /** @throws dev.leat.component.core.CoreTrapException where it becomes more than may be held; nothing is counted then */
    void hold(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("an object of the host that weighs " + bytes + " bytes");
        }
        if (bytes > most - held) {
            throw Trap.of("the handles of the component hold " + held + " bytes of the host, and " + bytes
                    + " more are beyond the bound of " + most + ": the guest keeps handles that it should drop");
        }
        held += bytes;
    }

    void release(long bytes) {
        held -= bytes;
    }
}
