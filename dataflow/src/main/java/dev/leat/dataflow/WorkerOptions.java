package dev.leat.dataflow;

/**
 * How a worker runs its replica.
 *
 * @param inboxCapacity records that wait for the worker at each source, at least; a source may ask for more
 * @param edgeCapacity records that wait on each edge, at most
 * @param faults hears of lost records
 */
public record WorkerOptions(int inboxCapacity, int edgeCapacity, Faults faults) {

    /** 1,024 records at each source, 256 on each edge, lost records to the log. */
    public static final WorkerOptions DEFAULT = new WorkerOptions(1024, 256, Faults.logged());

    private static final int MOST = 1 << 24;

    public WorkerOptions {
        if (inboxCapacity < 1 || inboxCapacity > MOST || edgeCapacity < 1 || edgeCapacity > MOST) {
            throw new IllegalArgumentException(
                    "capacities must be between 1 and " + MOST + ", not " + inboxCapacity + " and " + edgeCapacity);
        }
    }

    public WorkerOptions withFaults(Faults faults) {
        return new WorkerOptions(inboxCapacity, edgeCapacity, faults);
    }

    public WorkerOptions withCapacities(int inboxCapacity, int edgeCapacity) {
        return new WorkerOptions(inboxCapacity, edgeCapacity, faults);
    }
}
