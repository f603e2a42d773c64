package dev.leat.dataflow;

import org.jspecify.annotations.Nullable;

/** A step of a {@link StepChain}, with all that follow. */
interface Link {

    /** What comes of a record at the end; null where nothing does. */
    @Nullable
    Record take(Record record);

    /**
     * What makes a link another than the rest.
     *
     * @param next null for the last
     */
    record Constants(OperatorNode node, Step step, @Nullable Link next) {}
}
