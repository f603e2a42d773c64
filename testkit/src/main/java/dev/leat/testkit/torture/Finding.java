package dev.leat.testkit.torture;

/**
 * What is wrong with an operator.
 *
 * @param rule what it does not keep to
 * @param regime under which that came to light
 * @param times how the records' times were, such as {@code times as given}
 * @param detail the first place where it showed
 */
public record Finding(Rule rule, Regime regime, String times, String detail) {

    @Override
    public String toString() {
        return rule + " (" + rule.broken() + "), " + regime + ", " + times + ": " + detail;
    }
}
