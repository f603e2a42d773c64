package dev.leat.component.nn;

/** {@code graph.execution-target}. */
enum ExecutionTarget {
    CPU,
    GPU,
    TPU
}
