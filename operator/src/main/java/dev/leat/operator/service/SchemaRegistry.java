package dev.leat.operator.service;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where schemas are kept ({@code wasm-graph:processor/schema-registry@1.1.0}). Safe for use by many threads; a call blocks
 * for as long as its timeout at most.
 */
public interface SchemaRegistry extends AutoCloseable {

    /** What a schema is written in. */
    enum Format {
        /** {@code JsonSchema/draft-07}. */
        JSON_SCHEMA,
        /** {@code Delta/1.0}. */
        DELTA
    }

    /**
     * @param namespace of the registry
     * @param version {@code 0} to {@code 9} in the registry of Azure IoT Operations
     * @param hash of the content, as the registry says
     */
    record Schema(
            String name,
            String namespace,
            String version,
            Format format,
            String content,
            Optional<String> hash,
            Optional<String> description,
            Optional<String> displayName,
            Map<String, String> tags) {

        public Schema {
            tags = Map.copyOf(tags);
        }
    }

    /** @throws SchemaRegistryException where there is no such schema, or no answer */
    Schema get(String name, String version, Duration timeout);

    @Override
    default void close() {}

    /** No registry: every call is answered with {@link SchemaRegistryException.Reason#NOT_AVAILABLE}. */
    SchemaRegistry NONE = (name, version, timeout) -> {
        throw new SchemaRegistryException(
                SchemaRegistryException.Reason.NOT_AVAILABLE, "no schema registry is connected");
    };
}
