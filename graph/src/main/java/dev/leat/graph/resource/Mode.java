package dev.leat.graph.resource;

/** Whether a graph or data flow is to run. A disabled one keeps its configuration. */
public enum Mode {
    ENABLED,
    DISABLED
}
