package dev.leat.operator;

import dev.leat.dataflow.Ingress;
import dev.leat.dataflow.Source;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Message;
import java.util.List;

/** Brings messages, a millisecond apart from 1,000 on, and ends. */
record ListSource(List<Message> messages) implements Source {

    @Override
    public int capacity() {
        return Math.max(1, messages.size());
    }

    @Override
    public void start(Ingress ingress) {
        for (int i = 0; i < messages.size(); i++) {
            if (!ingress.offer(new Timestamp(1_000 + i, 0, "test"), messages.get(i), () -> {})) {
                throw new IllegalStateException("there is room for all");
            }
        }
        ingress.end();
    }
}
