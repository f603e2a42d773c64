package dev.leat.component.nn;

import dev.leat.component.nn.Inference.SharedModel;

/** The resource {@code graph.graph}: an instance's share of a model. */
final class NnGraph implements AutoCloseable {

    private final NnContext owner;
    private final SharedModel model;

    NnGraph(NnContext owner, SharedModel model) {
        this.owner = owner;
        this.model = model;
    }

    /** What a handle of it keeps alive, in bytes, about: as much as if the model were not shared. */
    long weight() {
        return model.bytes();
    }

    /** The context holds the model by itself: the guest may drop the graph before it. */
    NnExecution newExecution() {
        return new NnExecution(owner, model.retain());
    }

    /** The guest dropped its handle. */
    void drop() {
        owner.drop(this);
    }

    @Override
    public void close() {
        model.release();
    }
}
