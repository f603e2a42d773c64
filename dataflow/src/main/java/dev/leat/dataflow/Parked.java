package dev.leat.dataflow;

/** What the flow goes on with when there is room again. */
sealed interface Parked {

    /** A record on its way. It holds its receipt once. */
    record Delivery(Port port, Record record) implements Parked {}

    /** A record that an operator is not yet done with. It holds its receipt once. */
    record Call(OperatorNode node, int input, Record record) implements Parked {}

    /** A record that an operator failed on. It holds its receipt once. */
    record Loss(OperatorNode node, Record record, Throwable reason) implements Parked {}

    /** A completed time that an operator is not yet done with. */
    record Completion(OperatorNode node, Timestamp time) implements Parked {}

    /** Times that are due, and were when what is parked behind this was still to come. */
    record Due() implements Parked {}
}
