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

/** A graph between topics of one broker, over one connection. */
final class MqttRun {

    private MqttRun() {}

    static RunningDataflow start(
            Graph graph, MqttConnectionOptions options, List<String> sources, String destination) {
        MqttConnection connection = new MqttConnection(options);
        HybridLogicalClock clock = new HybridLogicalClock(nodeId(options.clientId()), InstantSource.system());
        return graph.start(
                () -> new MqttSource(connection, sources, clock),
                sink -> new MqttSink(connection, MqttSinkOptions.to(destination)));
    }

    private static String nodeId(String clientId) {
        return clientId.replace(':', '-');
    }
}
