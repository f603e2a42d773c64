package dev.leat.dataflow;

/** One end of a connection: an input of an operator or sink. */
record Port(ConsumerNode consumer, int input) {}
