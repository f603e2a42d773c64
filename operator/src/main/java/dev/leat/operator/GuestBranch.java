package dev.leat.operator;

import dev.leat.component.model.LinkedComponent;
import dev.leat.dataflow.Operator;
import dev.leat.dataflow.Outbox;
import dev.leat.dataflow.Record;
import java.util.List;

/** A module's branch: false sends a record to the first arm, true to the second. */
final class GuestBranch implements Operator {

    private final Guest guest;

    private GuestBranch(Guest guest) {
        this.guest = guest;
    }

    static GuestBranch create(LinkedComponent linked, String module, OperatorSettings settings) {
        Guest guest = new Guest(
                linked,
                module,
                OperatorInterface.BRANCH,
                settings,
                List.of(Wit.HybridLogicalClock.class, Wit.DataModel.class),
                Boolean.class);
        guest.start();
        return new GuestBranch(guest);
    }

    @Override
    public boolean process(int input, Record record, Outbox outbox) {
        boolean second = (Boolean) guest.process(WitValues.toWit(record.time()), WitValues.toWit(record.value()));
        return outbox.offer(second ? 1 : 0, record);
    }

    @Override
    public void close() {
        guest.close();
    }
}
