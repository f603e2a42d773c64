package dev.leat.graph.resource.bicep;

import dev.leat.graph.diagnostic.Diagnostic;
import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.diagnostic.ResourceProblem;

/** Ends the reading of one declaration with a finding. */
final class BicepException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Diagnostic diagnostic;

    BicepException(ResourceProblem problem, Position position, String message, String hint) {
        super(message, null, false, false);
        this.diagnostic = new Diagnostic(problem, position, message, hint);
    }

    static BicepException syntax(Position position, String message, String hint) {
        return new BicepException(ResourceProblem.BICEP_SYNTAX, position, message, hint);
    }

    static BicepException unsupported(Position position, String what) {
        return new BicepException(
                ResourceProblem.BICEP_NOT_SUPPORTED,
                position,
                "Leat does not read " + what + ".",
                "Write the value out, or a parameter; or build the file with Bicep first.");
    }

    Diagnostic diagnostic() {
        return diagnostic;
    }
}
