package dev.leat.testkit.torture;

import dev.leat.dataflow.Operator;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;

/** What is tortured: where fresh operators come from, and how many inputs and outputs they have. */
final class Subject {

    private final Supplier<? extends Operator> supplier;
    private final int inputs;
    private final int outputs;
    private final Set<Operator> given = Collections.newSetFromMap(new WeakHashMap<>());

    Subject(Supplier<? extends Operator> supplier, int inputs, int outputs) {
        this.supplier = supplier;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    int inputs() {
        return inputs;
    }

    int outputs() {
        return outputs;
    }

    Operator fresh(Findings findings) {
        Operator operator = supplier.get();
        // A lambda that holds nothing is the same each time, and as good as fresh.
        if (!operator.getClass().isHidden() && !given.add(operator)) {
            findings.add(
                    Rule.IS_FRESH, "it gave the same " + operator.getClass().getName() + " twice");
        }
        return operator;
    }
}
