package dev.leat.operator;

import dev.leat.component.model.LinkedComponent;
import dev.leat.dataflow.Operator;
import dev.leat.dataflow.Outbox;
import dev.leat.dataflow.Record;
import java.util.List;

/** A module's filter: true lets a record pass, false drops it. */
final class GuestFilter implements Operator {

    private final Guest guest;

    private GuestFilter(Guest guest) {
        this.guest = guest;
    }

    static GuestFilter create(LinkedComponent linked, String module, OperatorSettings settings) {
        Guest guest = new Guest(
                linked, module, OperatorInterface.FILTER, settings, List.of(Wit.DataModel.class), Boolean.class);
        guest.start();
        return new GuestFilter(guest);
    }

    @Override
    public boolean process(int input, Record record, Outbox outbox) {
        boolean pass = (Boolean) guest.process(WitValues.toWit(record.value()));
        return !pass || outbox.offer(record);
    }

    @Override
    public void close() {
        guest.close();
    }
}
