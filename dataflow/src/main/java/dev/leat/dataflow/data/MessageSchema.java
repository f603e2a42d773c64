package dev.leat.dataflow.data;

/** The schema that a message carries: the variant {@code message-schema} of {@code wasm-graph:processor/types}. */
public sealed interface MessageSchema {

    /** A schema that a registry holds under this reference. */
    record RegistryReference(String reference) implements MessageSchema {}

    /** A schema that travels with the message. */
    record Inline(String name, String content) implements MessageSchema {}
}
