package dev.leat.cli;

import dev.leat.dataflow.HybridLogicalClock;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.endpoint.mqtt.MqttConnection;
import dev.leat.endpoint.mqtt.MqttConnectionOptions;
import dev.leat.endpoint.mqtt.MqttSink;
import dev.leat.endpoint.mqtt.MqttSinkOptions;
import dev.leat.endpoint.mqtt.MqttSource;
import dev.leat.runtime.Graph;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A graph between topics of one broker, over one connection.
 *
 * @param subscribed completes when the broker delivers what is published from now on
 */
record MqttRun(RunningDataflow running, CompletableFuture<Void> subscribed) {

    static MqttRun start(Graph graph, MqttConnectionOptions options, List<String> sources, String destination) {
        MqttConnection connection = new MqttConnection(options);
        HybridLogicalClock clock = new HybridLogicalClock(options.clientId().replace(':', '-'), InstantSource.system());
        MqttSource source = new MqttSource(connection, sources, clock);
        RunningDataflow running =
                graph.start(() -> source, sink -> new MqttSink(connection, MqttSinkOptions.to(destination)));
        return new MqttRun(running, source.ready());
    }
}
