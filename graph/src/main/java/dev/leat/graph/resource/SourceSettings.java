package dev.leat.graph.resource;

import java.util.List;
import java.util.Optional;

/**
 * What a source reads.
 *
 * @param endpoint a DataflowEndpoint
 * @param dataSources topic filters of MQTT, or Kafka topics; at least one. {@code $shared/} is {@code $share/} here
 * @param asset read, and not used
 * @param schema of a {@link Dataflow} only
 */
public record SourceSettings(
        Placed endpoint, List<Placed> dataSources, Optional<String> asset, Optional<SchemaReference> schema) {

    public SourceSettings {
        dataSources = List.copyOf(dataSources);
    }
}
