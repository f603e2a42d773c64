package dev.leat.cli;

import dev.leat.graph.GraphDefinition;
import dev.leat.graph.Operation;
import dev.leat.graph.OperationType;
import dev.leat.testkit.OutputRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Which topic each of a graph's sinks writes to. */
final class Destinations {

    private final String common;
    private final Map<String, String> single;

    private Destinations(String common, Map<String, String> single) {
        this.common = common;
        this.single = single;
    }

    /** @param given {@code TOPIC} for all sinks, {@code SINK=TOPIC} for one of them */
    static Destinations of(List<String> given, GraphDefinition graph) {
        List<String> sinks = graph.operations(OperationType.SINK).stream()
                .map(Operation::name)
                .toList();
        String common = null;
        Map<String, String> single = new LinkedHashMap<>();
        for (String text : given) {
            int equals = text.indexOf('=');
            if (equals > 0 && sinks.contains(text.substring(0, equals))) {
                single.put(text.substring(0, equals), text.substring(equals + 1));
            } else if (equals > 0 && !KafkaAddress.isOne(text) && (!single.isEmpty() || sinks.size() > 1)) {
                throw new UsageException(
                        CliProblem.OPTIONS,
                        "--destination " + text + ": the graph has no sink '" + text.substring(0, equals) + "', it has "
                                + String.join(", ", sinks));
            } else if (common == null) {
                common = text;
            } else {
                throw new UsageException(
                        CliProblem.OPTIONS,
                        "--destination " + text + ": " + common
                                + " is the destination already; for one of several sinks write SINK=TOPIC, with one of "
                                + String.join(", ", sinks));
            }
        }
        if (common == null && !single.isEmpty() && !single.keySet().containsAll(sinks)) {
            throw new UsageException(
                    CliProblem.OPTIONS,
                    "--destination is missing for "
                            + sinks.stream()
                                    .filter(sink -> !single.containsKey(sink))
                                    .collect(Collectors.joining(", ")));
        }
        return new Destinations(common == null ? OutputRecord.DEFAULT_TOPIC : common, single);
    }

    String of(String sink) {
        return single.getOrDefault(sink, common);
    }

    @Override
    public String toString() {
        return single.isEmpty()
                ? common
                : single.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(", "));
    }
}
