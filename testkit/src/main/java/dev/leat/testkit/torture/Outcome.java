package dev.leat.testkit.torture;

import dev.leat.dataflow.Fault;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.DataModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What came of a trial: what each output emitted, and what was lost, in order. */
final class Outcome {

    private static final int SHOWN = 300;

    /** A record that came out. */
    record Emission(Timestamp time, DataModel value) {

        @Override
        public String toString() {
            return text(time, value);
        }
    }

    private final List<List<Emission>> outputs = new ArrayList<>();
    private final List<String> losses = new ArrayList<>();

    Outcome(int outputs) {
        for (int i = 0; i < outputs; i++) {
            this.outputs.add(new ArrayList<>());
        }
    }

    void emitted(int output, Timestamp time, DataModel value) {
        outputs.get(output).add(new Emission(time, value));
    }

    void lost(Fault fault) {
        losses.add(
                switch (fault) {
                    case Fault.RecordDropped dropped ->
                        text(dropped.record().time(), dropped.record().value());
                    case Fault.CompletionFailed failed -> "completion of " + failed.time();
                });
    }

    /** The first difference to the plain outcome; empty where there is none. */
    Optional<String> differenceTo(Outcome plain) {
        for (int i = 0; i < outputs.size(); i++) {
            Optional<String> difference = difference("record %s of output " + i, plain.outputs.get(i), outputs.get(i));
            if (difference.isPresent()) {
                return difference;
            }
        }
        return difference("loss %s", plain.losses, losses);
    }

    /** The same, where the order within one time does not count. */
    Optional<String> differenceInAnyOrderTo(Outcome plain) {
        return sorted().differenceTo(plain.sorted());
    }

    private Outcome sorted() {
        Outcome sorted = new Outcome(outputs.size());
        for (int i = 0; i < outputs.size(); i++) {
            List<Emission> output = sorted.outputs.get(i);
            output.addAll(outputs.get(i));
            output.sort(Comparator.comparing(Emission::time).thenComparing(emission -> whole(emission.value())));
        }
        sorted.losses.addAll(losses);
        sorted.losses.sort(null);
        return sorted;
    }

    private static <T> Optional<String> difference(String place, List<T> expected, List<T> actual) {
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            if (i >= actual.size() || i >= expected.size() || !expected.get(i).equals(actual.get(i))) {
                return Optional.of(String.format(place, i + 1) + " should be " + shown(expected, i) + ", and is "
                        + shown(actual, i));
            }
        }
        return Optional.empty();
    }

    private static <T> String shown(List<T> list, int index) {
        return index < list.size() ? list.get(index).toString() : "missing, there are " + list.size();
    }

    static String text(Timestamp time, DataModel value) {
        String text = value.toString();
        return "[" + time + "] " + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…");
    }

    /** Any text that differs where values do, nearly always; it only brings equal values next to each other. */
    private static String whole(DataModel value) {
        return value + "#" + value.hashCode();
    }
}
