package dev.leat.platform.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/**
 * What a server under test finds: a broker, a directory of resources, one of artifacts with graph-simple in it, and a state
 * directory. The server looks often, and does not wait long before it tries again.
 */
final class Site implements AutoCloseable {

    static final Path MODULES = Path.of(System.getProperty("leat.modules", "../../modules"));
    static final Path EXAMPLES = Path.of(System.getProperty("leat.examples", "../../examples"));

    static final String BOILING = "{\"temperature\":{\"value\":212,\"unit\":\"F\"}}";
    static final String CONVERTED =
            "{\"temperature\":{\"value\":100.0,\"count\":0,\"max\":0.0,\"min\":0.0,\"average\":0.0,\"last\":0.0,"
                    + "\"unit\":\"C\",\"overtemp\":false}}";

    private final Path directory;
    private final Path resources;
    private final Path artifacts;
    private final Broker broker = Broker.start();

    /** @param directory an empty one */
    Site(Path directory) throws IOException {
        this.directory = directory;
        resources = Files.createDirectory(directory.resolve("resources"));
        artifacts = Files.createDirectory(directory.resolve("artifacts"));
        Files.copy(MODULES.resolve("temperature/temperature.wasm"), artifacts.resolve("temperature.wasm"));
        Files.copy(EXAMPLES.resolve("graph-simple/graph-simple.yaml"), artifacts.resolve("graph-simple.yaml"));
    }

    Path directory() {
        return directory;
    }

    Path resources() {
        return resources;
    }

    Path artifacts() {
        return artifacts;
    }

    Path state() {
        return directory.resolve("state");
    }

    Broker broker() {
        return broker;
    }

    ServerOptions.Builder options() {
        return ServerOptions.builder(List.of(resources), state(), broker.local())
                .listen(new InetSocketAddress("127.0.0.1", 0))
                .artifacts(List.of(artifacts))
                .resourcePeriod(Duration.ofMillis(50))
                .tagPeriod(Duration.ofMillis(100))
                .pauses(Duration.ofMillis(100), Duration.ofMillis(400));
    }

    LeatServer start() {
        return LeatServer.open(options().build());
    }

    /** Puts a resource file there, all of it at once. */
    void write(String file, String text) throws IOException {
        Path fresh = directory.resolve("fresh");
        Files.writeString(fresh, text);
        Files.move(fresh, resources.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }

    /** A graph from {@code in} through graph-simple to {@code out/NAME}. */
    static String graph(String name) {
        return graph(name, """
                    - { nodeType: Source, name: in, sourceSettings: { endpointRef: default, dataSources: [ in ] } }
                    - nodeType: Graph
                      name: convert
                      graphSettings: { registryEndpointRef: default, artifact: "graph-simple:1.0.0" }
                    - nodeType: Destination
                      name: out
                      destinationSettings: { endpointRef: default, dataDestination: out/%s }
                """.formatted(name), """
                    - { from: { name: in }, to: { name: convert } }
                    - { from: { name: convert }, to: { name: out } }
                """);
    }

    /** A graph from {@code in} to a topic of this endpoint, as it is. */
    static String passing(String name, String endpoint, String topic) {
        return passing(name, "in", "in", endpoint, topic);
    }

    /** A graph from a topic filter to a topic of this endpoint, as it is. */
    static String passing(String name, String source, String filter, String endpoint, String topic) {
        return graph(name, """
                    - { nodeType: Source, name: %s, sourceSettings: { endpointRef: default, dataSources: [ "%s" ] } }
                    - nodeType: Destination
                      name: out
                      destinationSettings: { endpointRef: %s, dataDestination: %s }
                """.formatted(source, filter, endpoint, topic), """
                    - { from: { name: %s }, to: { name: out } }
                """.formatted(source));
    }

    /** The profile of all graphs. */
    static String profile(int instances) {
        return """
                apiVersion: connectivity.iotoperations.azure.com/v1
                kind: DataflowProfile
                metadata: { name: default }
                spec: { instanceCount: %d }
                """.formatted(instances);
    }

    /** An endpoint of a broker without TLS and passwords. */
    static String mqttEndpoint(String name, String address) {
        return endpoint(name, "Mqtt", """
                mqttSettings:
                  host: "%s"
                  tls: { mode: Disabled }
                  authentication: { method: Anonymous, anonymousSettings: {} }
                """.formatted(address));
    }

    static String graph(String name, String nodes, String connections) {
        return """
                apiVersion: connectivity.iotoperations.azure.com/v1
                kind: DataflowGraph
                metadata: { name: %s }
                spec:
                  profileRef: default
                  nodes:
                %s  nodeConnections:
                %s""".formatted(name, nodes, connections);
    }

    /** A flow of the kind Dataflow, from topics or topic to topic. */
    static String dataflow(String name, String from, String source, String to, String destination) {
        return """
                apiVersion: connectivity.iotoperations.azure.com/v1
                kind: Dataflow
                metadata: { name: %s }
                spec:
                  profileRef: default
                  operations:
                    - operationType: Source
                      sourceSettings: { endpointRef: %s, dataSources: [ "%s" ] }
                    - operationType: Destination
                      destinationSettings: { endpointRef: %s, dataDestination: "%s" }
                """.formatted(name, from, source, to, destination);
    }

    static String endpoint(String name, String type, String settings) {
        return """
                apiVersion: connectivity.iotoperations.azure.com/v1
                kind: DataflowEndpoint
                metadata: { name: %s }
                spec:
                  endpointType: %s
                %s""".formatted(name, type, settings.indent(2));
    }

    @Override
    public void close() {
        broker.close();
    }
}
