package dev.leat.service.rpc;

import dev.leat.operator.service.SchemaRegistry;
import dev.leat.operator.service.SchemaRegistryException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A registry that takes schemas, too. Safe for use by many threads. */
public interface WritableSchemaRegistry extends SchemaRegistry {

    /**
     * A schema that has no name yet.
     *
     * @param version {@code 0} to {@code 9}
     */
    record Draft(
            Format format,
            String content,
            String version,
            Optional<String> description,
            Optional<String> displayName,
            Map<String, String> tags) {

        public Draft {
            tags = Map.copyOf(tags);
        }
    }

    /**
     * Keeps a schema; the same content again is the same schema.
     *
     * @return the schema with the name that the registry gave it
     * @throws SchemaRegistryException {@link SchemaRegistryException.Reason#REQUEST} where it is not one
     */
    Schema put(Draft draft, Duration timeout);
}
