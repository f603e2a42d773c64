package dev.leat.dataflow;

/** An operation that records arrive at. */
abstract class ConsumerNode extends Node {

    ConsumerNode(String name, int index, WorkerContext context) {
        super(name, index, context);
    }

    /** Takes a record, with a hold on its receipt that the flow counts for whoever keeps it. */
    abstract void receive(int input, Record record);
}
