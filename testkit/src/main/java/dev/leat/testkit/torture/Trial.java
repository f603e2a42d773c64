package dev.leat.testkit.torture;

import dev.leat.dataflow.CheckpointOptions;
import dev.leat.dataflow.Confirmation;
import dev.leat.dataflow.Dataflow;
import dev.leat.dataflow.Operator;
import dev.leat.dataflow.Receipt;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.TimePolicy;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.Worker;
import dev.leat.dataflow.WorkerClock;
import dev.leat.dataflow.WorkerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Runs an operator once through a worker, under one regime, with one list of records. */
final class Trial {

    private static final int PLENTY = 1 << 20;
    private static final String NAME = "operator";

    private static final WorkerClock STANDING = new WorkerClock() {
        @Override
        public long wallMillis() {
            return 0;
        }

        @Override
        public long nanoTime() {
            return 0;
        }
    };

    private final Subject subject;
    private final Findings findings;
    private final Feed feed;
    private final WorkerOptions options;
    private final Supplier<Operator> operators;
    private final Outcome outcome;
    private final MemoryStore store;
    private final List<Watched> watched = new ArrayList<>();
    private List<Collector> collectors = List.of();

    /** The receipts that records came with. */
    private final Set<Receipt> receipts = Collections.newSetFromMap(new IdentityHashMap<>());

    /** What was emitted in the call for a record, and that record's receipt. */
    private final Map<Record, Receipt> origins = new IdentityHashMap<>();

    private final Set<Timestamp> asked = new HashSet<>();
    private boolean broken;

    /** @param operators gives what stands in the graph; {@link #watch} is around each */
    private Trial(Subject subject, Findings findings, List<Entry> entries, Duration lateness, int recycledAfter) {
        this.subject = subject;
        this.findings = findings;
        this.feed = new Feed(entries);
        this.outcome = new Outcome(subject.outputs());
        this.store = new MemoryStore(findings);
        this.operators = recycledAfter == 0
                ? () -> watch(subject.fresh(findings))
                : () -> new Recycled(() -> watch(subject.fresh(findings)), recycledAfter);
        WorkerOptions plain = WorkerOptions.DEFAULT
                .withCapacities(1, isFull() ? 1 : PLENTY)
                .withClock(STANDING)
                .withTime(TimePolicy.EVENT_TIME.withAllowedLateness(lateness))
                .withFaults(outcome::lost);
        this.options = isCheckpointed()
                ? plain.withCheckpoints(new CheckpointOptions(store, Duration.ZERO, Duration.ZERO))
                : plain;
    }

    /**
     * Runs it; what is wrong but for the result is among the findings.
     *
     * @param recycledAfter so many records, for {@link Regime#RECYCLED}; otherwise 0
     */
    static Outcome run(Subject subject, Findings findings, List<Entry> entries, Duration lateness, int recycledAfter) {
        Trial trial = new Trial(subject, findings, entries, lateness, recycledAfter);
        trial.run();
        return trial.outcome;
    }

    private boolean isFull() {
        return findings.regime() == Regime.FULL;
    }

    private boolean isCheckpointed() {
        return findings.regime() == Regime.SAVED || findings.regime() == Regime.RESTORED;
    }

    private void run() {
        boolean isRestored = findings.regime() == Regime.RESTORED;
        boolean isOneByOne = findings.regime() == Regime.ONE_BY_ONE || isCheckpointed();
        Worker worker = start();
        while (feed.hasMore() && !broken) {
            feed.offerNext();
            if (isOneByOne) {
                drive(worker);
            }
            if (isRestored && !broken) {
                worker.requestStop();
                drive(worker);
                finish(worker);
                int brought = feed.next();
                worker = start();
                if (feed.next() != brought) {
                    broken = true;
                    findings.add(Rule.SAVES_ALL, "there is no checkpoint that holds the first " + brought + " records");
                }
            }
        }
        if (!broken) {
            feed.end();
            drive(worker);
        }
        boolean done = worker.isDone();
        finish(worker);
        store.close();
        if (!broken && findings.isEmpty()) {
            if (!done) {
                findings.add(Rule.IS_DONE_AT_LAST, "the graph does not come to its end");
            }
            List<Entry> missing = feed.unacknowledged();
            if (!missing.isEmpty()) {
                findings.add(
                        Rule.RELEASES_ALL,
                        missing.size() + " of the records, the first " + missing.getFirst()
                                + "; what is kept is to be released, once for each time");
            }
        }
    }

    private Worker start() {
        collectors = IntStream.range(0, subject.outputs())
                .mapToObj(output -> new Collector(output, this, !isFull()))
                .toList();
        List<String> inputs = names("input ", subject.inputs());
        List<String> outputs = names("output ", subject.outputs());
        Dataflow.Builder builder = Dataflow.builder("torture")
                .source("in", () -> feed)
                .operator("dealer", inputs, feed::dealer)
                .operator(NAME, outputs, operators)
                .connect("in", "dealer");
        inputs.forEach(input -> builder.connect("dealer", input, NAME));
        for (int i = 0; i < outputs.size(); i++) {
            Collector collector = collectors.get(i);
            builder.sink(outputs.get(i), () -> collector).connect(NAME, outputs.get(i), outputs.get(i));
        }
        Worker worker = new Worker(builder.build(), options);
        worker.start();
        if (!worker.notRestored().isEmpty()) {
            findings.add(Rule.SAVES_ALL, String.join("; ", worker.notRestored()));
            broken = true;
        }
        return worker;
    }

    private static List<String> names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    private Operator watch(Operator operator) {
        Watched one = new Watched(this, operator);
        watched.add(one);
        return one;
    }

    /** Until there is nothing to do, and nothing to confirm. */
    private void drive(Worker worker) {
        try {
            while (!findings.has(Rule.IS_DONE_AT_LAST) && (worker.doWork() > 0 || confirmOne())) {}
        } catch (RuntimeException | Error thrown) {
            broken = true;
            findings.add(Rule.SURVIVES, "the worker ended: " + thrown);
        }
        worker.failure().ifPresent(failure -> {
            broken = true;
            String text = String.valueOf(failure.getMessage());
            boolean isReceipt = text.contains("released more often") || text.contains("after the last release");
            findings.add(isReceipt ? Rule.RELEASES_NOT_TOO_EARLY : Rule.SURVIVES, text);
        });
    }

    private boolean confirmOne() {
        for (Collector collector : collectors) {
            if (collector.confirm()) {
                return true;
            }
        }
        return false;
    }

    private void finish(Worker worker) {
        worker.close();
        for (Watched one : watched) {
            if (one.closed() != 1) {
                findings.add(Rule.CLOSES, "it was closed " + one.closed() + " times");
            }
        }
    }

    Findings findings() {
        return findings;
    }

    Outcome outcome() {
        return outcome;
    }

    int outputs() {
        return subject.outputs();
    }

    void came(Record record) {
        receipts.add(record.receipt());
    }

    void emitted(Record record, Receipt origin) {
        origins.put(record, origin);
    }

    void asked(Timestamp time) {
        if (!asked.add(time) && findings.regime() != Regime.RECYCLED) {
            findings.add(Rule.ASKS_ONCE, "for " + time + ", before it was completed");
        }
    }

    void completed(Timestamp time) {
        asked.remove(time);
    }

    /** A record is confirmed: whatever it came of must not be acknowledged yet. */
    void confirm(Record record, Confirmation confirmation) {
        String text = Outcome.text(record.time(), record.value());
        if (record.receipt().isReleased()) {
            findings.add(
                    Rule.RELEASES_NOT_TOO_EARLY,
                    "the receipt of " + text + " was released before that was confirmed: release once for each time it"
                            + " was kept");
        }
        Receipt origin = origins.remove(record);
        boolean isGone = origin != null && origin.isReleased() && !receipts.contains(record.receipt());
        int before = feed.acknowledgements();
        try {
            confirmation.done();
        } catch (IllegalStateException over) {
            findings.add(Rule.RELEASES_NOT_TOO_EARLY, "with " + text + ": " + over.getMessage());
        }
        if (isGone && !isCheckpointed() && feed.acknowledgements() == before) {
            findings.add(
                    Rule.RELEASES_NOT_TOO_EARLY,
                    "a record was acknowledged before " + text
                            + ", emitted for it, was confirmed: give that the record's receipt");
        }
    }
}
