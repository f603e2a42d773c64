package dev.leat.operator;

import dev.leat.component.model.LinkedComponent;
import dev.leat.dataflow.Accumulate;
import dev.leat.dataflow.Operator;
import dev.leat.dataflow.Operators;
import dev.leat.dataflow.data.DataModel;
import java.util.ArrayList;
import java.util.List;

/** A module's accumulate: takes the values of one time into what it made of earlier ones. */
final class GuestAccumulate implements Accumulate.Accumulator {

    private final Guest guest;

    private GuestAccumulate(Guest guest) {
        this.guest = guest;
    }

    static Operator create(LinkedComponent linked, String module, OperatorSettings settings) {
        Guest guest = new Guest(
                linked,
                module,
                OperatorInterface.ACCUMULATE,
                settings,
                List.of(Wit.DataModel.class, HostInterfaces.generic(List.class, Wit.DataModel.class)),
                Wit.DataModel.class);
        guest.start();
        return Operators.accumulate(new GuestAccumulate(guest), settings.accumulateLimits());
    }

    @Override
    public DataModel accumulate(DataModel staged, List<DataModel> values) {
        List<Wit.DataModel> inputs = new ArrayList<>(values.size());
        values.forEach(value -> inputs.add(WitValues.toWit(value)));
        Object answer = guest.process(WitValues.toWit(staged), inputs);
        try {
            return WitValues.fromWit((Wit.DataModel) answer);
        } catch (IllegalArgumentException bad) {
            throw guest.badAnswer(bad);
        }
    }

    @Override
    public void close() {
        guest.close();
    }
}
