package dev.leat.graph.resource;

import dev.leat.graph.ModuleReference;
import dev.leat.graph.Setting;
import java.util.List;

/** A node of a {@link DataflowGraph}. */
public sealed interface GraphNode {

    /** Unique in its graph. */
    Placed name();

    /** Where data comes from. */
    record Source(Placed name, SourceSettings settings) implements GraphNode {}

    /**
     * Runs one graph definition.
     *
     * @param registryEndpoint the RegistryEndpoint that the definition and its modules come from
     * @param artifact the definition; has a tag or a digest
     * @param configuration what the user sets, in the order of the file
     */
    record Graph(Placed name, Placed registryEndpoint, ModuleReference artifact, List<ConfigurationEntry> configuration)
            implements GraphNode {

        public Graph {
            configuration = List.copyOf(configuration);
        }

        /** The configuration as settings for {@link dev.leat.graph.Configuration}. */
        public List<Setting> settings() {
            return configuration.stream()
                    .map(entry -> Setting.of(
                            entry.key().value(), entry.value(), entry.key().position()))
                    .toList();
        }
    }

    /** Where data goes. */
    record Destination(Placed name, DestinationSettings settings) implements GraphNode {}
}
