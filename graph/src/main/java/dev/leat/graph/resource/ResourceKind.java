package dev.leat.graph.resource;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of resources that Leat reads. */
public enum ResourceKind {
    DATAFLOW_GRAPH("DataflowGraph"),
    DATAFLOW("Dataflow"),
    DATAFLOW_PROFILE("DataflowProfile"),
    DATAFLOW_ENDPOINT("DataflowEndpoint"),
    REGISTRY_ENDPOINT("RegistryEndpoint"),
    SECRET("Secret"),
    CONFIG_MAP("ConfigMap");

    /** The API group of all kinds but Secret and ConfigMap, which are in the core group. */
    public static final String GROUP = "connectivity.iotoperations.azure.com";

    private final String spelling;

    ResourceKind(String spelling) {
        this.spelling = spelling;
    }

    /** The word for it under {@code kind}. */
    public String spelling() {
        return spelling;
    }

    /** Whether it belongs to Kubernetes itself, where {@code apiVersion} is {@code v1}. */
    public boolean isCore() {
        return this == SECRET || this == CONFIG_MAP;
    }

    /** The kind with exactly this name. */
    public static Optional<ResourceKind> of(String spelling) {
        return Arrays.stream(values())
                .filter(kind -> kind.spelling.equals(spelling))
                .findFirst();
    }
}
