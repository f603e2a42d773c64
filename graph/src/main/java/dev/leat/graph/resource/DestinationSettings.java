package dev.leat.graph.resource;

import java.util.List;
import java.util.Optional;

/**
 * Where a destination writes.
 *
 * @param endpoint a DataflowEndpoint
 * @param dataDestination a topic, which may have variables
 * @param headers in the order in which they are applied
 */
public record DestinationSettings(
        Placed endpoint, DestinationTopic dataDestination, List<Header> headers, Optional<OutputSchema> outputSchema) {

    public DestinationSettings {
        headers = List.copyOf(headers);
    }
}
