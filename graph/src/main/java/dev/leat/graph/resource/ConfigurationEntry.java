package dev.leat.graph.resource;

/** A key and its value, which is always text, in the configuration of a graph node. */
public record ConfigurationEntry(Placed key, String value) {}
