package dev.leat.operator;

import dev.leat.component.model.LinkedComponent;
import dev.leat.dataflow.Operator;
import dev.leat.dataflow.Outbox;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.Timestamp;
import java.util.List;

/** A module's delay: answers a record with its new logical time. One that lies before the record's own is not taken. */
final class GuestDelay implements Operator {

    private final Guest guest;
    private final OperatorSettings settings;
    private boolean warned;

    private GuestDelay(Guest guest, OperatorSettings settings) {
        this.guest = guest;
        this.settings = settings;
    }

    static GuestDelay create(LinkedComponent linked, String module, OperatorSettings settings) {
        Guest guest = new Guest(
                linked,
                module,
                OperatorInterface.DELAY,
                settings,
                List.of(Wit.DataModel.class, Wit.HybridLogicalClock.class),
                Wit.HybridLogicalClock.class);
        guest.start();
        return new GuestDelay(guest, settings);
    }

    @Override
    public boolean process(int input, Record record, Outbox outbox) {
        Object answer = guest.process(WitValues.toWit(record.value()), WitValues.toWit(record.time()));
        return outbox.offer(record.withTime(later(record.time(), time((Wit.HybridLogicalClock) answer))));
    }

    private Timestamp time(Wit.HybridLogicalClock answer) {
        try {
            return WitValues.fromWit(answer);
        } catch (IllegalArgumentException | ArithmeticException bad) {
            throw guest.badAnswer(bad);
        }
    }

    private Timestamp later(Timestamp own, Timestamp answered) {
        // Frontiers move in milliseconds: a window's end is one, and what stands at it already belongs to it.
        if (answered.physical() >= own.physical()) {
            return answered;
        }
        if (!warned) {
            warned = true;
            settings.log().log(
                    OperatorLog.Level.WARN,
                    settings.operation(),
                    "leat",
                    OperatorProblem.EARLIER_TIME.code() + ": the delay answered " + answered
                            + " for a record of " + own
                            + ", which is earlier: the record keeps its time. Said once; of late records it is to be"
                            + " expected, and more lateness allowed lets fewer be late");
        }
        return own;
    }

    @Override
    public void close() {
        guest.close();
    }
}
