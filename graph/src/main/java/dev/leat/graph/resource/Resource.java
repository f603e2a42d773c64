package dev.leat.graph.resource;

/** A resource without errors of its own. Whether what it refers to is there is for {@link ResourceChecks} to say. */
public sealed interface Resource
        permits DataflowGraph, Dataflow, DataflowProfile, DataflowEndpoint, RegistryEndpoint, Secret, ConfigMap {

    ResourceMetadata metadata();

    ResourceKind kind();

    /** What tells this resource from all others. */
    default ResourceId id() {
        return new ResourceId(kind(), metadata().namespace(), metadata().name().value());
    }
}
