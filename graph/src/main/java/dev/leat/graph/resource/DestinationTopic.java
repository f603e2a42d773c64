package dev.leat.graph.resource;

import java.util.List;

/**
 * A topic to write to, with variables: {@code ${inputTopic}} is the topic that the message came by, {@code ${inputTopic.N}}
 * its N-th level, from 1, and {@code ${outputTopic}} what a graph set.
 *
 * @param parts texts and variables in turn, as they follow each other
 */
public record DestinationTopic(Placed text, List<Part> parts) {

    /** A piece of the topic. */
    public sealed interface Part {

        /** As it is. */
        record Text(String value) implements Part {}

        /** The topic that a message came by. */
        record InputTopic() implements Part {}

        /** @param number from 1 */
        record InputLevel(int number) implements Part {}

        /** The topic that a graph gave to a message. */
        record OutputTopic() implements Part {}
    }

    public DestinationTopic {
        parts = List.copyOf(parts);
    }

    /** Whether it is the same for every message. */
    public boolean isFixed() {
        return parts.stream().allMatch(Part.Text.class::isInstance);
    }

    @Override
    public String toString() {
        return text.value();
    }
}
