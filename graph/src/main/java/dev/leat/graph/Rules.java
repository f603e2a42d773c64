package dev.leat.graph;

import dev.leat.graph.diagnostic.Findings;

/** The rules about how the parts of a definition fit together. */
final class Rules {

    private Rules() {}

    static void check(Draft draft, Findings findings) {
        Wiring wiring = new Wiring(draft, findings);
        OperationRules.check(draft, findings);
        ConfigurationRules.check(draft, wiring, findings);
        SchemaRules.check(draft, findings);
        if (draft.operationsKnown()) {
            ConnectionRules.check(wiring, findings);
            ArmRules.check(wiring, findings);
            if (draft.connectionsKnown() && draft.complete()) {
                FlowRules.check(wiring, findings);
            }
        }
    }
}
