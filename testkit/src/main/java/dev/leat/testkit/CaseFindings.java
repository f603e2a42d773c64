package dev.leat.testkit;

import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.Nearest;
import dev.leat.graph.diagnostic.Quote;
import dev.leat.graph.yaml.YamlMapping;
import dev.leat.graph.yaml.YamlNode;
import java.util.List;

/** What is said of test files wherever they are wrong. */
record CaseFindings(Findings all) {

    /**
     * A key that is not there to be written.
     *
     * @param what has the keys, as a sentence begins
     * @param free the keys that could be meant
     * @param known all keys
     */
    void unknownKey(YamlMapping.Entry entry, String what, List<String> free, List<String> known) {
        all.report(
                TestkitProblem.UNKNOWN_KEY,
                entry.key().position(),
                what + " has no key " + Quote.of(entry.name()) + ".",
                Nearest.to(entry.name(), free)
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse("Known keys: " + String.join(", ", known) + "."));
    }

    /** A value that does not fit its key. */
    void wrong(String key, YamlNode node, String wanted) {
        all.report(
                TestkitProblem.WRONG_VALUE,
                node.position(),
                "The value of " + Quote.of(key) + " must be " + wanted + ", not " + node.describe() + ".",
                "Write " + wanted + ".");
    }
}
