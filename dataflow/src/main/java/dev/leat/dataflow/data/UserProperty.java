package dev.leat.dataflow.data;

/** One user property of a message. Keys may repeat, and their order is kept. */
public record UserProperty(String key, String value) {}
