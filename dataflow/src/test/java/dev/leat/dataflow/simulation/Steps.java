package dev.leat.dataflow.simulation;

import dev.leat.dataflow.AccumulateLimits;
import dev.leat.dataflow.BrokenOperatorException;
import dev.leat.dataflow.Operator;
import dev.leat.dataflow.Operators;
import dev.leat.dataflow.Outbox;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.DataModel;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.simulation.Plan.Step;
import dev.leat.dataflow.state.State;
import dev.leat.dataflow.state.StateReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Makes operators of the steps of a plan. */
final class Steps {

    private Steps() {}

    /** @param breaking whether an operator breaks for good, now */
    static Operator operator(String name, Step step, BooleanSupplier breaking) {
        return switch (step) {
            case Step.Map(long salt, int failing) ->
                Operators.map(record -> {
                    breakIf(breaking);
                    String text = Text.of(record.value());
                    if (failing > 0 && Text.choice(salt, text, failing) == 0) {
                        throw new IllegalArgumentException("refused");
                    }
                    return Text.with(record.value(), name + "(" + text + ")");
                });
            case Step.Filter(long salt) -> Operators.filter(record -> choice(salt, record, 3) > 0);
            case Step.Branch(long salt) -> Operators.branch(record -> choice(salt, record, 2) > 0);
            case Step.Copies copies -> new Copies(name, copies);
            case Step.Concatenate() -> Operators.concatenate();
            case Step.Window(long millis) ->
                Operators.delay(record -> new Timestamp((record.time().physical() / millis + 1) * millis, 0, "w"));
            case Step.Shift(long millis) ->
                Operators.delay(record -> new Timestamp(
                        record.time().physical() + millis,
                        record.time().counter(),
                        record.time().nodeId()));
            case Step.Hold(long millis) -> new Hold(name, millis);
            case Step.Accumulate accumulate ->
                Operators.accumulate(
                        (staged, values) -> {
                            breakIf(breaking);
                            return group(name, accumulate, staged, values);
                        },
                        new AccumulateLimits(accumulate.batch(), 1 << 20, 1_000_000, 1 << 30));
        };
    }

    private static void breakIf(BooleanSupplier breaking) {
        if (breaking.getAsBoolean()) {
            throw new BrokenOperatorException(new IllegalStateException("broken for good"));
        }
    }

    private static int choice(long salt, Record record, int of) {
        return Text.choice(salt, Text.of(record.value()), of);
    }

    /** The group's time is in the message that comes first as {@code staged}. */
    private static DataModel group(String name, Step.Accumulate step, DataModel staged, List<DataModel> values) {
        Message message = (Message) staged;
        Timestamp time = Timestamp.of(message.timestamp());
        String head = name + "@" + time.physical() + "." + time.counter();
        if (values.isEmpty() || step.fails(head, Text.of(values.getFirst()))) {
            throw new IllegalArgumentException("refused");
        }
        String members = String.join(",", values.stream().map(Text::of).toList());
        String before = Text.of(staged);
        return Text.with(
                staged,
                before.isEmpty()
                        ? head + "{" + members + "}"
                        : before.substring(0, before.length() - 1) + "," + members + "}");
    }

    /** Emits several, goes on where it was refused, and fails on some after all. */
    private static final class Copies implements Operator {

        private final String name;
        private final Step.Copies step;
        private int emitted;

        Copies(String name, Step.Copies step) {
            this.name = name;
            this.step = step;
        }

        @Override
        public boolean process(int input, Record record, Outbox outbox) {
            String text = Text.of(record.value());
            int copies = Text.choice(step.salt(), text, step.most() + 1);
            while (emitted < copies) {
                String copy = name + "." + emitted + "(" + text + ")";
                if (!outbox.offer(record.withValue(Text.with(record.value(), copy)))) {
                    return false;
                }
                emitted++;
            }
            emitted = 0;
            if (step.failing() > 0 && Text.choice(~step.salt(), text, step.failing()) == 0) {
                throw new IllegalArgumentException("refused");
            }
            return true;
        }
    }

    /** Keeps records until a later time, and emits them then, as far as there is room. */
    private static final class Hold implements Operator {

        private final String name;
        private final long millis;
        private final TreeMap<Timestamp, List<Record>> kept = new TreeMap<>();
        private int emitted;

        Hold(String name, long millis) {
            this.name = name;
            this.millis = millis;
        }

        private Timestamp later(Timestamp time) {
            return new Timestamp(time.physical() + millis, time.counter(), time.nodeId());
        }

        @Override
        public boolean process(int input, Record record, Outbox outbox) {
            Timestamp later = later(record.time());
            if (!kept.containsKey(later)) {
                kept.put(later, new ArrayList<>());
                outbox.notifyAt(later);
            }
            outbox.keep(record);
            kept.get(later).add(record);
            return true;
        }

        @Override
        public boolean complete(Timestamp time, Outbox outbox) {
            @Nullable List<Record> due = kept.get(time);
            if (due == null) {
                throw new IllegalStateException(name + " never asked for " + time);
            }
            while (emitted < due.size()) {
                Record record = due.get(emitted);
                String text = name + "(" + Text.of(record.value()) + ")";
                if (!outbox.offer(record.withTime(time).withValue(Text.with(record.value(), text)))) {
                    return false;
                }
                record.receipt().release();
                emitted++;
            }
            emitted = 0;
            kept.remove(time);
            return true;
        }

        @Override
        public State save() {
            if (kept.isEmpty()) {
                return State.NONE;
            }
            List<Record> all = new ArrayList<>();
            kept.values().forEach(all::addAll);
            return writer -> {
                writer.writeInt(all.size());
                for (Record record : all) {
                    writer.writeTimestamp(record.time());
                    writer.writeValue(record.value());
                }
            };
        }

        @Override
        public void restore(StateReader state) throws IOException {
            for (int left = state.readCount(); left > 0; left--) {
                Record record = new Record(
                        state.readTimestamp(), state.readValue(), dev.leat.dataflow.Receipt.unacknowledged());
                kept.computeIfAbsent(later(record.time()), time -> new ArrayList<>())
                        .add(record);
            }
        }
    }
}
