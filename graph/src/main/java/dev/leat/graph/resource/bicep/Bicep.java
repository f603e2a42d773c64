package dev.leat.graph.resource.bicep;

import dev.leat.graph.diagnostic.Diagnostic;
import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.yaml.YamlMapping;
import dev.leat.graph.yaml.YamlScalar;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a Bicep file declares, with all values worked out.
 *
 * @param resources in the order of the file, those that exist elsewhere included
 * @param parameters the names that the file takes values for
 * @param complete whether all declarations could be read
 * @param diagnostics what is wrong outside resources, or with a declaration as a whole
 */
public record Bicep(List<Resource> resources, Set<String> parameters, boolean complete, List<Diagnostic> diagnostics) {

    /**
     * A resource.
     *
     * @param symbol its name in the file
     * @param type with its version
     * @param existing whether it is declared elsewhere, and only referred to here
     * @param parent the symbol that {@code parent} names, where it names one
     * @param parentPosition where it does
     * @param body its members without {@code parent} and {@code dependsOn}
     * @param readable false where a part could not be worked out, and the finding may be elsewhere
     * @param diagnostics what is wrong within it, as Bicep
     */
    public record Resource(
            String symbol,
            YamlScalar type,
            boolean existing,
            Optional<String> parent,
            Optional<Position> parentPosition,
            YamlMapping body,
            boolean readable,
            List<Diagnostic> diagnostics) {

        public Resource {
            diagnostics = List.copyOf(diagnostics);
        }
    }

    public Bicep {
        resources = List.copyOf(resources);
        parameters = Set.copyOf(parameters);
        diagnostics = List.copyOf(diagnostics);
    }
}
