package dev.leat.testkit;

import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Message;

/**
 * A message to be sent into a graph.
 *
 * @param time the logical time at which it is sent; the message's own timestamp is the same
 */
public record InputMessage(Timestamp time, Message message) {}
