package dev.leat.component.nn;

/** {@code inference.named-tensor}. */
record NamedTensor(String name, Tensor tensor) {}
