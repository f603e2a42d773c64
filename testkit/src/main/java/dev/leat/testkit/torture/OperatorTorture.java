package dev.leat.testkit.torture;

import dev.leat.dataflow.Operator;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Holds an operator against the sentences of {@link Operator}: runs it with the same records through a real worker, under
 * each {@link Regime}, and compares with the plain run.
 *
 * <p>Each regime runs three times: with the records' times as given, with the time of the first for all, and with the same
 * times dealt so that records are late. No lateness is allowed: late records arrive at their source's frontier. At the end
 * of the records, every time is completed.
 *
 * <pre>{@code
 * OperatorTorture.of(MyOperator::new).with(records).check();
 * }</pre>
 *
 * <p>It cannot find what the records do not bring about: give it some of each kind, more than one of a time, and such as
 * the operator refuses. It does not end where a call never returns.
 *
 * <p>Immutable; one thread at a time, on which the operator is created, called and closed.
 */
public final class OperatorTorture {

    private static final int MOST_SHOWN = 20;
    private static final int MOST_RECYCLED = 16;
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final Supplier<? extends Operator> operator;
    private final List<List<Record>> inputs;
    private final int outputs;
    private final boolean stateless;
    private final boolean anyOrder;

    private OperatorTorture(
            Supplier<? extends Operator> operator,
            List<List<Record>> inputs,
            int outputs,
            boolean stateless,
            boolean anyOrder) {
        this.operator = operator;
        this.inputs = inputs;
        this.outputs = outputs;
        this.stateless = stateless;
        this.anyOrder = anyOrder;
    }

    /** @param operator gives a fresh operator each time it is asked: many times */
    public static OperatorTorture of(Supplier<? extends Operator> operator) {
        return new OperatorTorture(operator, List.of(), 1, false, false);
    }

    /**
     * With these records, in this order. Their receipts do not matter.
     *
     * @param inputs a list for each input of the operator; the records of several come in turn
     */
    @SafeVarargs
    public final OperatorTorture with(List<Record>... inputs) {
        List<List<Record>> copies = new ArrayList<>();
        for (List<Record> input : inputs) {
            copies.add(List.copyOf(input));
        }
        return new OperatorTorture(operator, List.copyOf(copies), outputs, stateless, anyOrder);
    }

    /** How many outputs the operator has, where not one. */
    public OperatorTorture outputs(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("there must be an output, not " + count);
        }
        return new OperatorTorture(operator, inputs, count, stateless, anyOrder);
    }

    /** The operator holds nothing between records: a fresh one in the middle must change nothing. */
    public OperatorTorture stateless() {
        return new OperatorTorture(operator, inputs, outputs, true, anyOrder);
    }

    /**
     * What comes out at a time does not depend on the order of the records of that time, as with every accumulate. Within
     * one time, what comes out may come in another order.
     */
    public OperatorTorture anyOrder() {
        return new OperatorTorture(operator, inputs, outputs, stateless, true);
    }

    /**
     * Runs everything.
     *
     * @throws AssertionError where anything is wrong; names the rule, the regime and the first difference of each
     */
    public void check() {
        List<Finding> findings = findings();
        if (!findings.isEmpty()) {
            throw new AssertionError(findings.size() + " findings:"
                    + findings.stream()
                            .limit(MOST_SHOWN)
                            .map(finding -> System.lineSeparator() + "  " + finding)
                            .collect(Collectors.joining()));
        }
    }

    /** Runs everything, and answers all that is wrong; empty where nothing is. */
    public List<Finding> findings() {
        List<Entry> given = entries();
        Map<String, List<Entry>> shapes = new LinkedHashMap<>();
        shapes.put("times as given", given);
        shapes.put("equal times", Times.equal(given));
        shapes.put("late times", Times.late(given));
        List<Finding> findings = new ArrayList<>();
        shapes.forEach((times, entries) -> findings.addAll(torture(times, entries)));
        return List.copyOf(findings);
    }

    private List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        int longest = inputs.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < longest; i++) {
            for (int input = 0; input < inputs.size(); input++) {
                if (i < inputs.get(input).size()) {
                    Record record = inputs.get(input).get(i);
                    entries.add(new Entry(input, record.time(), record.value()));
                }
            }
        }
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("there are no records; say with(records)");
        }
        return entries;
    }

    private List<Finding> torture(String times, List<Entry> entries) {
        Subject subject = new Subject(operator, inputs.size(), outputs);
        Findings plainly = new Findings(Regime.PLAIN, times);
        Outcome plain = Trial.run(subject, plainly, entries, Duration.ZERO, 0);
        List<Finding> all = new ArrayList<>(plainly.all());
        if (!plainly.isEmpty()) {
            // What is wrong even so would show everywhere.
            return all;
        }
        for (Regime regime : List.of(Regime.AGAIN, Regime.ONE_BY_ONE, Regime.FULL, Regime.SAVED, Regime.RESTORED)) {
            Findings findings = new Findings(regime, times);
            Outcome outcome = Trial.run(subject, findings, entries, Duration.ZERO, 0);
            all.addAll(judged(findings, outcome.differenceTo(plain)));
            if (regime == Regime.AGAIN && !all.isEmpty()) {
                return all;
            }
        }
        if (stateless) {
            all.addAll(recycle(subject, times, entries, plain));
        }
        if (anyOrder) {
            all.addAll(reorder(subject, times, entries));
        }
        return all;
    }

    private static List<Finding> judged(Findings findings, Optional<String> difference) {
        // Where a rule is broken, a difference follows from that.
        if (findings.isEmpty()) {
            difference.ifPresent(text -> findings.add(Rule.SAME_RESULT, text));
        }
        return findings.all();
    }

    private static List<Finding> recycle(Subject subject, String times, List<Entry> entries, Outcome plain) {
        int step = Math.max(1, entries.size() / MOST_RECYCLED);
        for (int after = 1; after < entries.size(); after += step) {
            Findings findings = new Findings(Regime.RECYCLED, times);
            Outcome outcome = Trial.run(subject, findings, entries, Duration.ZERO, after);
            int place = after;
            List<Finding> found =
                    judged(findings, outcome.differenceTo(plain).map(text -> "after record " + place + ": " + text));
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private static List<Finding> reorder(Subject subject, String times, List<Entry> entries) {
        Duration lateness = spread(entries);
        Outcome plain = Trial.run(subject, new Findings(Regime.PLAIN, times), entries, lateness, 0);
        for (List<Entry> order : Times.orders(entries)) {
            Findings findings = new Findings(Regime.REORDERED, times);
            Outcome outcome = Trial.run(subject, findings, order, lateness, 0);
            Function<String, String> describe = text -> text + "; the order was " + shown(order);
            List<Finding> found =
                    judged(findings, outcome.differenceInAnyOrderTo(plain).map(describe));
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private static String shown(List<Entry> order) {
        return order.stream().limit(MOST_SHOWN).map(Entry::toString).collect(Collectors.joining(", "));
    }

    /** So much lateness that nothing is late. */
    private static Duration spread(List<Entry> entries) {
        long first = Long.MAX_VALUE;
        long last = 0;
        for (Entry entry : entries) {
            Timestamp time = entry.time();
            first = Math.min(first, time.physical());
            last = Math.max(last, time.physical());
        }
        Duration spread = Duration.ofMillis(last - first);
        return spread.compareTo(LONGEST) < 0 ? spread : LONGEST;
    }
}
