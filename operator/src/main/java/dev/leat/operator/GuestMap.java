package dev.leat.operator;

import dev.leat.component.model.LinkedComponent;
import dev.leat.dataflow.Operator;
import dev.leat.dataflow.Outbox;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.data.DataModel;
import java.util.List;

/** A module's map: one record out for each record in. */
final class GuestMap implements Operator {

    private final Guest guest;

    private GuestMap(Guest guest) {
        this.guest = guest;
    }

    static GuestMap create(LinkedComponent linked, String module, OperatorSettings settings) {
        Guest guest = new Guest(
                linked, module, OperatorInterface.MAP, settings, List.of(Wit.DataModel.class), Wit.DataModel.class);
        guest.start();
        return new GuestMap(guest);
    }

    @Override
    public boolean process(int input, Record record, Outbox outbox) {
        Object answer = guest.process(WitValues.toWit(record.value()));
        return outbox.offer(record.withValue(value((Wit.DataModel) answer)));
    }

    private DataModel value(Wit.DataModel answer) {
        try {
            return WitValues.fromWit(answer);
        } catch (IllegalArgumentException bad) {
            throw guest.badAnswer(bad);
        }
    }

    @Override
    public void close() {
        guest.close();
    }
}
