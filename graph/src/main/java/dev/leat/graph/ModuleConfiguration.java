package dev.leat.graph;

import dev.leat.graph.diagnostic.Position;
import java.util.List;

/**
 * The parameters that one operation declares.
 *
 * @param operation the operation's name
 * @param parameters in the order of the definition; their keys are unique
 * @param position where the definition lists it
 */
public record ModuleConfiguration(String operation, List<Parameter> parameters, Position position) {

    public ModuleConfiguration {
        parameters = List.copyOf(parameters);
    }
}
