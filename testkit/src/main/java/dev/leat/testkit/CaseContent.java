package dev.leat.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leat.graph.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a test file says itself, beside the files that it names.
 *
 * @param messages that go in, after those of the input directory
 * @param settings what the graph's parameters are set to
 * @param state what the state store holds at first, after what stands beside the graph
 * @param outputs what has to come out of each sink, by the sink's name; under {@value #ALL_SINKS}, of all together
 * @param finalState what the state store has to hold in the end; empty for a key that must be absent
 * @param metrics what modules have to have counted
 */
public record CaseContent(
        List<CaseMessage> messages,
        List<Setting> settings,
        Map<String, String> state,
        Map<String, List<JsonNode>> outputs,
        Map<String, Optional<String>> finalState,
        List<ExpectedMetric> metrics) {

    /** Stands for all sinks together. */
    public static final String ALL_SINKS = "";

    /** Nothing: all is in the files that the case names. */
    public static final CaseContent NONE =
            new CaseContent(List.of(), List.of(), Map.of(), Map.of(), Map.of(), List.of());

    public CaseContent {
        messages = List.copyOf(messages);
        settings = List.copyOf(settings);
        state = new LinkedHashMap<>(state);
        outputs = new LinkedHashMap<>(outputs);
        finalState = new LinkedHashMap<>(finalState);
        metrics = List.copyOf(metrics);
    }

    /** Whether it says anything that can fail. */
    boolean expectsAnything() {
        return !outputs.isEmpty() || !finalState.isEmpty() || !metrics.isEmpty();
    }
}
