package dev.leat.testkit.torture;

import java.util.ArrayList;
import java.util.List;

/** Collects what a trial finds: the first of each rule, as others often follow from it. */
final class Findings {

    private final Regime regime;
    private final String times;
    private final List<Finding> found = new ArrayList<>();

    Findings(Regime regime, String times) {
        this.regime = regime;
        this.times = times;
    }

    Regime regime() {
        return regime;
    }

    void add(Rule rule, String detail) {
        if (!has(rule)) {
            found.add(new Finding(rule, regime, times, detail));
        }
    }

    boolean has(Rule rule) {
        return found.stream().anyMatch(finding -> finding.rule() == rule);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<Finding> all() {
        return List.copyOf(found);
    }
}
