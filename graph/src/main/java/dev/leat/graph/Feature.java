package dev.leat.graph;

import java.util.Optional;

/** Something that modules use beyond the operators' interface, such as {@code wasi-nn}. */
public record Feature(String name, Optional<String> value) {}
