package dev.leat.testkit;

import dev.leat.dataflow.Fault;
import dev.leat.dataflow.Faults;
import dev.leat.operator.OperatorLog;
import java.util.ArrayList;
import java.util.List;

/** Gathers what went wrong during a run, for the notes of its result. Keeps the first {@value #MOST}. */
final class Complaints {

    private static final int MOST = 100;

    private final List<String> lines = new ArrayList<>();

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    private synchronized void add(String line) {
        if (lines.size() < MOST) {
            lines.add(line);
        }
    }

    /** A log that also keeps warnings and worse. */
    OperatorLog log(OperatorLog other) {
        return (level, operation, context, message) -> {
            if (level.compareTo(OperatorLog.Level.WARN) >= 0) {
                add(level + " " + operation + ": " + context + ": " + message);
            }
            other.log(level, operation, context, message);
        };
    }

    /** A destination for faults that also keeps them. */
    Faults faults(Faults other) {
        return fault -> {
            add(describe(fault));
            other.report(fault);
        };
    }

    private static String describe(Fault fault) {
        String what = switch (fault) {
            case Fault.RecordDropped dropped -> "a record was lost at '" + dropped.operation() + "'";
            case Fault.CompletionFailed failed -> "records may be lost at '" + failed.operation() + "'";
        };
        String reason = fault.reason().getMessage();
        return what + ": " + (reason == null ? fault.reason().getClass().getName() : reason);
    }
}
