package dev.leat.cli;

import dev.leat.dataflow.Frontier;
import dev.leat.dataflow.Observer;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.Timestamp;
import java.util.List;

/** Several observers as one. */
record Observers(List<Observer> all) implements Observer {

    @Override
    public void taken(String source, Timestamp time, Record record) {
        all.forEach(one -> one.taken(source, time, record));
    }

    @Override
    public void late(String source, Record record, Frontier frontier) {
        all.forEach(one -> one.late(source, record, frontier));
    }

    @Override
    public void frontier(String source, Frontier frontier) {
        all.forEach(one -> one.frontier(source, frontier));
    }

    @Override
    public void arrived(String operation, int input, Record record) {
        all.forEach(one -> one.arrived(operation, input, record));
    }

    @Override
    public void held(String operation, Timestamp time) {
        all.forEach(one -> one.held(operation, time));
    }

    @Override
    public void completed(String operation, Timestamp time) {
        all.forEach(one -> one.completed(operation, time));
    }

    @Override
    public void checkpointed(long number) {
        all.forEach(one -> one.checkpointed(number));
    }
}
