package dev.leat.dataflow;

/**
 * What one operation did so far.
 *
 * @param in records taken; for a source, those that the worker took from it
 * @param out records emitted, each once, however many operations got it; for a sink, those confirmed
 * @param dropped records that led to nothing on purpose: answered with nothing, or emitted on an arm that leads nowhere
 * @param failed records lost to an error
 */
public record Counts(long in, long out, long dropped, long failed) {}
