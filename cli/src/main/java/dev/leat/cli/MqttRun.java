package dev.leat.cli;

import dev.leat.dataflow.HybridLogicalClock;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.endpoint.mqtt.MqttConnection;
import dev.leat.endpoint.mqtt.MqttSink;
import dev.leat.endpoint.mqtt.MqttSinkOptions;
import dev.leat.endpoint.mqtt.MqttSource;
import dev.leat.runtime.Graph;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A graph between topics of one broker, over one connection.
 *
 * @param subscribed completes when the broker delivers what is published from now on
 */
record MqttRun(RunningDataflow running, CompletableFuture<Void> subscribed) {

    static MqttRun start(
            Graph graph, MqttConnection connection, List<String> sources, Function<String, String> destination) {
        HybridLogicalClock clock =
                new HybridLogicalClock(connection.options().clientId().replace(':', '-'), InstantSource.system());
        MqttSource source = new MqttSource(connection, sources, clock);
        RunningDataflow running = graph.start(
                () -> source, sink -> new MqttSink(connection, MqttSinkOptions.to(destination.apply(sink))));
        return new MqttRun(running, source.ready());
    }
}
