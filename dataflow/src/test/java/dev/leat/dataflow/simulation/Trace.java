package dev.leat.dataflow.simulation;

import java.util.ArrayList;
import java.util.List;

/** All that happened, in order. */
final class Trace {

    private static final int SHOWN = 60;

    private final List<String> lines = new ArrayList<>();

    void add(String line) {
        lines.add(line);
    }

    List<String> lines() {
        return lines;
    }

    /** The last of it, for people. */
    String end() {
        return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN), lines.size()));
    }
}
