package dev.leat.graph.resource;

/** A data flow without graph: what a source reads goes to a destination as it is. */
public record Dataflow(
        ResourceMetadata metadata,
        Mode mode,
        Placed profile,
        boolean requestDiskPersistence,
        SourceSettings source,
        DestinationSettings destination)
        implements Resource {

    @Override
    public ResourceKind kind() {
        return ResourceKind.DATAFLOW;
    }
}
