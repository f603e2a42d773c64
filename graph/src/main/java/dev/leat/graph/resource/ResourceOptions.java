package dev.leat.graph.resource;

import java.util.Map;

/**
 * How resources are read.
 *
 * @param parameters values for the params of Bicep files, by name: texts as they are, other types as JSON
 */
public record ResourceOptions(Map<String, String> parameters) {

    public static final ResourceOptions DEFAULT = new ResourceOptions(Map.of());

    public ResourceOptions {
        parameters = Map.copyOf(parameters);
    }
}
