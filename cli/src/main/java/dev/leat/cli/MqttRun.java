package dev.leat.cli;

import dev.leat.dataflow.HybridLogicalClock;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.dataflow.TimePolicy;
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
        MqttSource source = new MqttSource(
                connection,
                sources,
                clock(connection.options().clientId(), graph.options().worker().time(), InstantSource.system()));
        RunningDataflow running = graph.start(
                () -> source, sink -> new MqttSink(connection, MqttSinkOptions.to(destination.apply(sink))));
        return new MqttRun(running, source.ready());
    }

    /** A source's clock, which no time moves that the graph would refuse. */
    static HybridLogicalClock clock(String client, TimePolicy policy, InstantSource wallClock) {
        return new HybridLogicalClock(
                client.replace(':', '-'), wallClock, policy.maxDrift().orElse(HybridLogicalClock.DEFAULT_MAX_DRIFT));
    }
}
