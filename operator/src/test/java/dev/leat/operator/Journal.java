package dev.leat.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What operators logged, counted and measured, in order. */
final class Journal implements OperatorLog, OperatorMetrics {

    record Line(Level level, String operation, String context, String message) {}

    record Counted(String operation, String name, long value, Map<String, String> labels) {}

    record Measured(String operation, String name, double value, Map<String, String> labels) {}

    private final List<Line> lines = new ArrayList<>();
    private final List<Counted> counted = new ArrayList<>();
    private final List<Measured> measured = new ArrayList<>();

    @Override
    public void log(Level level, String operation, String context, String message) {
        lines.add(new Line(level, operation, context, message));
    }

    @Override
    public void addToCounter(String operation, String name, long value, Map<String, String> labels) {
        counted.add(new Counted(operation, name, value, labels));
    }

    @Override
    public void recordToHistogram(String operation, String name, double value, Map<String, String> labels) {
        measured.add(new Measured(operation, name, value, labels));
    }

    List<Line> lines() {
        return lines;
    }

    /** What was said, without where and how loudly. */
    List<String> messages() {
        return lines.stream().map(Line::message).toList();
    }

    List<Counted> counted() {
        return counted;
    }

    List<Measured> measured() {
        return measured;
    }

    /** Forgets everything so far. */
    void clear() {
        lines.clear();
        counted.clear();
        measured.clear();
    }
}
