package dev.leat.component.nn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What {@code wasi:nn} keeps for one instance: give a new one to {@link
 * dev.leat.component.model.LinkedComponent#instantiate}, and close it with the instance. Belongs to the thread of its
 * instance.
 */
public final class NnContext implements AutoCloseable {

    private final Inference inference;
    private final Consumer<String> errors;
    private final NativeBlocks blocks = new NativeBlocks();
    private final Set<NnGraph> graphs = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<NnExecution> executions = Collections.newSetFromMap(new IdentityHashMap<>());

    /** @param errors gets a line for each error that the guest is given, with its code and message */
    public NnContext(Inference inference, Consumer<String> errors) {
        this.inference = inference;
        this.errors = errors;
    }

    Inference inference() {
        return inference;
    }

    /** @param guests where the data lie in the guest's memory, which are copied */
    Tensor newTensor(long[] dimensions, TensorType type, MemorySegment guests) {
        if (guests.byteSize() < NativeBlocks.SMALLEST) {
            return Tensor.onHeap(dimensions, type, guests.toArray(ValueLayout.JAVA_BYTE));
        }
        MemorySegment data = blocks.take(guests.byteSize());
        data.copyFrom(guests);
        return new Tensor(dimensions, type, data, () -> blocks.giveBack(data));
    }

    /**
     * Takes the memory of a computation's inputs out of the instance's hands, who may go before the computation.
     *
     * @return frees it, on any thread
     */
    Runnable detach(List<NamedTensor> inputs, Scratch scratch) {
        List<Arena> arenas = new ArrayList<>(scratch.detach());
        inputs.forEach(input -> blocks.detach(input.tensor().data()).ifPresent(arenas::add));
        return () -> arenas.forEach(Arena::close);
    }

    /** Before a model is loaded: whether there is room for one more graph. */
    void requireRoomForGraph() throws NnException {
        requireRoom(graphs.size(), "graphs");
    }

    NnGraph add(NnGraph graph) {
        graphs.add(graph);
        return graph;
    }

    NnExecution newExecution(NnGraph graph) throws NnException {
        requireRoom(executions.size(), "execution contexts");
        NnExecution execution = graph.newExecution();
        executions.add(execution);
        return execution;
    }

    private void requireRoom(int held, String what) throws NnException {
        int limit = inference.options().maximumGraphs();
        if (held >= limit) {
            throw new NnException(
                    NnProblem.TOO_LARGE,
                    "the module holds " + held + " " + what
                            + ", as many as it may; drop some, or keep one for all calls");
        }
    }

    void drop(NnGraph graph) {
        if (graphs.remove(graph)) {
            graph.close();
        }
    }

    void drop(NnExecution execution) {
        if (executions.remove(execution)) {
            execution.close();
        }
    }

    /** How many bytes of native memory the instance's tensors hold, those included that are kept for the next ones. */
    long tensorBytes() {
        return blocks.bytes();
    }

    /** What the guest gets of a failure, which is logged as well. */
    NnError error(NnException failure) {
        String message = String.valueOf(failure.getMessage());
        errors.accept(failure.problem().code() + ": " + failure.problem().word() + ": " + message);
        return new NnError(failure.problem().answer(), message);
    }

    /** The interface's word for a value of an enum. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Lets go of all models and tensors that the instance holds. */
    @Override
    public void close() {
        executions.forEach(NnExecution::close);
        executions.clear();
        graphs.forEach(NnGraph::close);
        graphs.clear();
        blocks.close();
    }
}
