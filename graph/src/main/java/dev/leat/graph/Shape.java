package dev.leat.graph;

import java.util.List;

/**
 * Which keys an object in a graph definition has.
 *
 * @param noun what the object is called in messages, with its article
 * @param keys in the order in which a message lists them
 * @param closed whether other keys are refused; otherwise they have no effect
 */
record Shape(String noun, List<String> keys, boolean closed) {

    static Shape closed(String noun, String... keys) {
        return new Shape(noun, List.of(keys), true);
    }

    static Shape open(String noun, String... keys) {
        return new Shape(noun, List.of(keys), false);
    }
}
