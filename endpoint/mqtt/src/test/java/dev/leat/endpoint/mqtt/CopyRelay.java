package dev.leat.endpoint.mqtt;

import dev.leat.dataflow.Dataflow;
import dev.leat.dataflow.HybridLogicalClock;
import dev.leat.dataflow.Operators;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.dataflow.WorkerOptions;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.Message;
import java.time.InstantSource;
import java.util.List;

/**
 * A relay whose one operator copies the payload: what the endpoints and the kernel cost by themselves. Measured by
 * {@code shared/peers/mqtt-peers/run.py --extra 'bare-leat=java -cp ... dev.leat.endpoint.mqtt.CopyRelay 127.0.0.1 18830
 * sensor/temperature/raw sensor/temperature/processed'}.
 */
final class CopyRelay {

    private CopyRelay() {}

    public static void main(String[] arguments) throws InterruptedException {
        MqttConnection connection = new MqttConnection(
                MqttConnectionOptions.of(arguments[0], Integer.parseInt(arguments[1]), "leat-copy-relay"));
        HybridLogicalClock clock = new HybridLogicalClock("relay", InstantSource.system());
        Dataflow dataflow = Dataflow.builder("relay")
                .source("in", () -> new MqttSource(connection, List.of(arguments[2]), clock))
                .operator(
                        "copy",
                        () -> Operators.map(record -> {
                            Message message = (Message) record.value();
                            return message.withPayload(
                                    Bytes.of(message.payload().toArray()));
                        }))
                .sink("out", () -> new MqttSink(connection, MqttSinkOptions.to(arguments[3])))
                .connect("in", "copy")
                .connect("copy", "out")
                .build();
        try (RunningDataflow running = RunningDataflow.start(dataflow, WorkerOptions.DEFAULT)) {
            running.await();
        }
    }
}
