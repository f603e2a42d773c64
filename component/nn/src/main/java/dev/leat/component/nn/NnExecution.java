package dev.leat.component.nn;

import dev.leat.component.nn.Inference.SharedModel;
import java.util.List;

/** The resource {@code inference.graph-execution-context}. */
final class NnExecution implements AutoCloseable {

    private final NnContext owner;
    private final SharedModel model;
    private final Scratch scratch = new Scratch();

    NnExecution(NnContext owner, SharedModel model) {
        this.owner = owner;
        this.model = model;
    }

    List<NamedTensor> compute(List<NamedTensor> inputs, long nanosLeft) throws NnException {
        return model.compute(inputs, scratch, nanosLeft, () -> owner.detach(inputs, scratch));
    }

    /** The guest dropped its handle. */
    void drop() {
        owner.drop(this);
    }

    @Override
    public void close() {
        scratch.close();
        model.release();
    }
}
