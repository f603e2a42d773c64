package dev.leat.graph.resource;

/** How records are written down. */
public enum SerializationFormat {
    JSON,
    DELTA,
    PARQUET,
    AVRO
}
