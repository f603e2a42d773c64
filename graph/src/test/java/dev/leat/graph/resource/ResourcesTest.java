package dev.leat.graph.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.resource.DestinationTopic.Part;
import dev.leat.graph.resource.EndpointSettings.Acks;
import dev.leat.graph.resource.EndpointSettings.CloudEventAttributes;
import dev.leat.graph.resource.EndpointSettings.Compression;
import dev.leat.graph.resource.EndpointSettings.Kafka;
import dev.leat.graph.resource.EndpointSettings.KafkaBatching;
import dev.leat.graph.resource.EndpointSettings.Mqtt;
import dev.leat.graph.resource.EndpointSettings.MqttProtocol;
import dev.leat.graph.resource.EndpointSettings.OpenTelemetry;
import dev.leat.graph.resource.EndpointSettings.PartitionStrategy;
import dev.leat.graph.resource.EndpointSettings.Retain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is what the records say. */
class ResourcesTest {

    @TempDir
    private Path directory;

    @Test
    void theSamplesAreWithoutFindings() {
        assertThat(Read.findings(Read.yaml(Samples.ALL_YAML))).isEmpty();
        assertThat(Read.yaml(Samples.ALL_YAML).resources()).hasSize(11);
        assertThat(Read.findings(Read.bicep(Samples.BICEP))).isEmpty();
    }

    @Test
    void aGraphIsReadInFull() {
        DataflowGraph graph = Read.only(Read.yaml(Samples.GRAPH), DataflowGraph.class);

        assertThat(graph.mode()).isEqualTo(Mode.ENABLED);
        assertThat(graph.requestDiskPersistence()).isFalse();
        assertThat(graph.metadata().annotation(Annotation.ALLOWED_LATENESS).flatMap(Annotation::duration))
                .contains(Duration.ofSeconds(5));
        assertThat(graph.sources().getFirst().settings().dataSources())
                .extracting(Placed::value)
                .containsExactly("sensor/+/raw", "sensor/b/#");
        assertThat(graph.graphs().getFirst().settings())
                .extracting(setting -> setting.key() + "=" + setting.value())
                .containsExactly("unit=C", "precision=2");
        DestinationSettings destination = graph.destinations().getFirst().settings();
        assertThat(destination.dataDestination().parts())
                .containsExactly(
                        new Part.Text("converted/"),
                        new Part.InputLevel(2),
                        new Part.Text("/"),
                        new Part.OutputTopic());
        assertThat(destination.headers())
                .extracting(header -> header.getClass().getSimpleName() + " " + header.key())
                .containsExactly("AddOrReplace origin", "Remove debug");
        assertThat(destination.outputSchema().flatMap(OutputSchema::schema))
                .contains(new SchemaReference(Optional.of("factory"), "reading", "1"));
        assertThat(graph.connections().getFirst().schema())
                .contains(new SchemaReference(Optional.empty(), "reading", "1"));
        assertThat(graph.connections().getLast().output()).contains("True");
        assertThat(graph.fileStores())
                .extracting(FileStore::subPath, FileStore::readOnly)
                .containsExactly(tuple(Optional.of("a/b"), true));
    }

    @Test
    void anArmBehindTheNameIsTheSameAsOneBesideIt() {
        String behind =
                Samples.changed(Samples.GRAPH, "name: work\n        arm: \"True\"", "name: \"work.output.true\"");
        assertThat(Read.only(Read.yaml(behind), DataflowGraph.class))
                .isEqualTo(Read.only(Read.yaml(Samples.GRAPH), DataflowGraph.class));
    }

    @Test
    void theOutputOfAGraphIsNamedBehindItsName() {
        String alarms =
                Samples.changed(Samples.GRAPH, "name: work\n        arm: \"True\"", "name: \"work.output.alarms\"");
        NodeConnection connection =
                Read.only(Read.yaml(alarms), DataflowGraph.class).connections().getLast();
        assertThat(connection.from().value()).isEqualTo("work");
        assertThat(connection.output()).contains("alarms");
    }

    @Test
    void aLinkThatLeadsBackUpIsPassedOver(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("graph.yaml"), Samples.GRAPH);
        Files.createSymbolicLink(directory.resolve("loop"), directory);
        ResourceReading reading = Resources.read(directory, ResourceOptions.DEFAULT);
        assertThat(reading.documents()).hasSize(1);
        assertThat(reading.diagnostics().toString()).doesNotContain("cannot be read");
    }

    @Test
    void aPlaceholderIsNoneOfTheWordsThatMayStandThere() {
        ResourceReading reading =
                Read.yaml(Samples.changed(Samples.GRAPH, "nodeType: Destination", "nodeType: <TYPE>Destination"));
        assertThat(reading.hasErrors()).isTrue();
        assertThat(reading.documents().getFirst().resource()).isEmpty();
    }

    @Test
    void anOwnerStandsForTheProfile() {
        String owned = Samples.changed(
                Samples.changed(Samples.GRAPH, "  profileRef: default\n", ""),
                "  name: convert\n",
                "  name: convert\n  ownerReferences:\n    - apiVersion: v1\n      kind: DataflowProfile\n      name: default\n");
        assertThat(Read.only(Read.yaml(owned), DataflowGraph.class).profile().value())
                .isEqualTo("default");
    }

    @Test
    void anMqttEndpointIsReadInFull() {
        DataflowEndpoint endpoint = Read.only(Read.yaml(Samples.MQTT), DataflowEndpoint.class);
        assertThat(endpoint.hostType()).contains(HostType.CUSTOM_MQTT);
        assertThat(endpoint.isLocalBroker()).isFalse();
        assertThat(endpoint.settings())
                .isEqualTo(new Mqtt(
                        placed("broker.example:8883"),
                        Optional.of("leat"),
                        MqttProtocol.MQTT,
                        30,
                        Retain.NEVER,
                        50,
                        1,
                        3600,
                        new Tls(true, Optional.of(placed("authorities"))),
                        CloudEventAttributes.CREATE_OR_REMAP,
                        new EndpointAuthentication.X509Certificate(placed("certificate"))));
    }

    @Test
    void whatIsLeftOutOfAnMqttEndpointIsTheProductsDefault() {
        DataflowEndpoint endpoint = Read.only(Read.yaml("""
                        apiVersion: connectivity.iotoperations.azure.com/v1
                        kind: DataflowEndpoint
                        metadata: { name: default }
                        spec:
                          endpointType: Mqtt
                          mqttSettings: { authentication: { method: ServiceAccountToken } }
                        """), DataflowEndpoint.class);
        assertThat(endpoint.isLocalBroker()).isTrue();
        assertThat(endpoint.settings())
                .isEqualTo(new Mqtt(
                        placed("aio-broker:18883"),
                        Optional.empty(),
                        MqttProtocol.MQTT,
                        60,
                        Retain.KEEP,
                        100,
                        1,
                        600,
                        new Tls(true, Optional.empty()),
                        CloudEventAttributes.PROPAGATE,
                        new EndpointAuthentication.ServiceAccountToken("aio-internal")));
    }

    @Test
    void aKafkaEndpointIsReadInFull() {
        assertThat(Read.only(Read.yaml(Samples.KAFKA), DataflowEndpoint.class).settings())
                .isEqualTo(new Kafka(
                        placed("one:9093, two:9093"),
                        Optional.of("leat"),
                        Compression.GZIP,
                        Acks.ONE,
                        PartitionStrategy.PROPERTY,
                        Optional.of("device"),
                        new KafkaBatching(true, 10, 5000, 70),
                        false,
                        new Tls(true, Optional.empty()),
                        CloudEventAttributes.PROPAGATE,
                        new EndpointAuthentication.Sasl(
                                EndpointAuthentication.SaslType.SCRAM_SHA_256, placed("password"))));
    }

    @Test
    void aCollectorIsReadInFull() {
        assertThat(Read.only(Read.yaml(Samples.COLLECTOR), DataflowEndpoint.class)
                        .settings())
                .isEqualTo(new OpenTelemetry(
                        placed("https://collector:4317"),
                        5,
                        10,
                        new Tls(true, Optional.empty()),
                        new EndpointAuthentication.ServiceAccountToken("collector")));
    }

    @Test
    void endpointsThatAreNotRunAreReadByName() {
        for (String type : List.of("DataExplorer", "DataLakeStorage", "FabricOneLake", "LocalStorage")) {
            String block = type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1) + "Settings";
            ResourceReading reading = Read.yaml("""
                    apiVersion: connectivity.iotoperations.azure.com/v1
                    kind: DataflowEndpoint
                    metadata: { name: storage }
                    spec:
                      endpointType: %s
                      %s: { anything: [ 1, 2 ] }
                    """.formatted(type, block));
            assertThat(Read.only(reading, DataflowEndpoint.class)
                            .settings()
                            .type()
                            .spelling())
                    .isEqualTo(type);
            assertThat(Read.findings(reading)).containsExactly("5:17 warning ENDPOINT_NOT_RUN");
        }
    }

    @Test
    void aRegistryIsReadInFull() {
        RegistryEndpoint registry = Read.only(Read.yaml(Samples.REGISTRY), RegistryEndpoint.class);
        assertThat(registry.host()).isEqualTo(placed("localhost:5000/modules"));
        assertThat(registry.authentication()).isEqualTo(new RegistryAuthentication.ArtifactPullSecret(placed("pull")));
        assertThat(registry.codeSigningCas())
                .containsExactly(new RegistryEndpoint.CodeSigningCa(ResourceKind.CONFIG_MAP, placed("authorities")));
        assertThat(registry.metadata().annotation(Annotation.PLAIN_HTTP)).contains("true");
    }

    @Test
    void aProfileIsReadInFull() {
        DataflowProfile profile = Read.only(Read.yaml(Samples.PROFILE), DataflowProfile.class);
        assertThat(profile.instances()).isEqualTo(3);
        assertThat(profile.logLevel()).isEqualTo(DataflowProfile.LogLevel.DEBUG);
        assertThat(profile.prometheusPort()).isEqualTo(9700);
        assertThat(profile.debugging()).contains(new DataflowProfile.Debugging(placed("default"), 10));
    }

    @Test
    void aDataflowGoesFromSourceToDestination() {
        Dataflow dataflow = Read.only(Read.yaml(Samples.DATAFLOW), Dataflow.class);
        assertThat(dataflow.mode()).isEqualTo(Mode.DISABLED);
        assertThat(dataflow.source().dataSources()).containsExactly(placed("copy/raw"));
        assertThat(dataflow.destination().dataDestination().parts())
                .containsExactly(new Part.Text("copied/"), new Part.InputTopic());
    }

    @Test
    void secretsAndConfigMapsAreDecoded() {
        ResourceReading reading = Read.yaml(Samples.SECRETS);
        assertThat(reading.resources(Secret.class))
                .extracting(secret -> secret.metadata().name().value() + " " + secret.type())
                .containsExactly("certificate Opaque", "password Opaque", "pull kubernetes.io/dockerconfigjson");
        assertThat(reading.resources(Secret.class)
                        .getFirst()
                        .data()
                        .get("client_key.pem")
                        .text())
                .isEqualTo("def");
        assertThat(reading.resources(ConfigMap.class)
                        .getFirst()
                        .data()
                        .get("ca.der")
                        .bytes())
                .containsExactly(0, 1, 2);
    }

    @Test
    void noTextOfASecretShowsItsValues() {
        String broken = Samples.changed(Samples.SECRETS, "password: hunter2", "password: !env hunter2")
                + "---\napiVersion: v1\nkind: Secret\nmetadata: { name: other }\ndata: { a: hunter2!, b: [ hunter2 ] }\n"
                + "---\napiVersion: v1\nkind: Secret\nmetadata: { name: third }\ndata: hunter2\n";
        ResourceReading reading = Read.yaml(broken);
        assertThat(reading.diagnostics()).hasSize(4);
        assertThat(reading.toString()).doesNotContain("hunter2").doesNotContain("hub-user");
        assertThat(Read.yaml(Samples.SECRETS).toString())
                .doesNotContain("hunter2")
                .contains("password");
    }

    @Test
    void aResourceThatMovedInItsFileHasNotChanged() {
        Resource moved = Read.yaml("\n# moved\n" + Samples.GRAPH).resources().getFirst();
        assertThat(moved).isEqualTo(Read.yaml(Samples.GRAPH).resources().getFirst());
        assertThat(moved).hasSameHashCodeAs(Read.yaml(Samples.GRAPH).resources().getFirst());
    }

    @Test
    void oneBrokenDocumentLeavesTheOthersOfItsFile() {
        String broken = Samples.changed(Samples.ALL_YAML, "nodeType: Graph", "nodeType: Grafh");
        ResourceReading reading = Read.yaml(broken);
        assertThat(Read.findings(reading)).containsExactly("20:17 error UNKNOWN_VALUE");
        assertThat(reading.resources()).hasSize(10);
        ResourceDocument refused = reading.documents().getFirst();
        assertThat(refused.resource()).isEmpty();
        assertThat(refused.id())
                .contains(new ResourceId(ResourceKind.DATAFLOW_GRAPH, "azure-iot-operations", "convert"));
    }

    @Test
    void aMistakeInTheGrammarLeavesTheDocumentsBeforeIt() {
        ResourceReading reading = Read.yaml(Samples.GRAPH + "---\n" + Samples.PROFILE + "  a: [\n");
        assertThat(reading.resources(DataflowGraph.class)).hasSize(1);
        assertThat(reading.resources(DataflowProfile.class)).isEmpty();
        assertThat(Read.findings(reading)).hasSize(2).anyMatch(finding -> finding.endsWith("error YAML_SYNTAX"));
    }

    @Test
    void aDirectoryIsReadWithWhatIsBelowItAndOtherYamlIsPassedOver() throws IOException {
        Files.writeString(directory.resolve("graph.yaml"), Samples.GRAPH);
        Files.createDirectories(directory.resolve("more/.hidden"));
        Files.writeString(directory.resolve("more/main.bicep"), Samples.BICEP);
        Files.writeString(directory.resolve("more/endpoints.yml"), Samples.MQTT + "---\n" + Samples.SECRETS);
        Files.writeString(directory.resolve("more/.hidden/profile.yaml"), Samples.PROFILE);
        Files.writeString(directory.resolve("definition.yaml"), "metadata: {}\noperations: []\n");
        Files.writeString(directory.resolve("compose.yaml"), "services: {}\n");
        Files.writeString(directory.resolve("notes.txt"), "kind: nothing\n");

        ResourceReading reading = Resources.read(directory, ResourceOptions.DEFAULT);

        assertThat(Read.findings(reading)).isEmpty();
        assertThat(reading.files())
                .extracting(file -> directory.relativize(file).toString())
                .containsExactly("graph.yaml", "more/endpoints.yml", "more/main.bicep");
        assertThat(reading.resources()).hasSize(8);
    }

    @Test
    void aFileThatIsNotThereIsAFinding() {
        Path nowhere = directory.resolve("nowhere.yaml");
        assertThat(Read.findings(Resources.read(nowhere, ResourceOptions.DEFAULT)))
                .containsExactly("1:1 error FILE_UNREADABLE");
    }

    @Test
    void lintFindsOutWhichFileIsWhat() throws IOException {
        Files.writeString(directory.resolve("graph.yaml"), Samples.changed(Samples.GRAPH, "mode: Enabled", "mode: On"));
        Files.writeString(directory.resolve("definition.yaml"), "metadata: {}\noperations: []\nconnections: []\n");
        Files.writeString(directory.resolve("compose.yaml"), "services: {}\n");

        Lint lint = Lint.check(List.of(directory, directory.resolve("graph.yaml")), ResourceOptions.DEFAULT);

        assertThat(lint.files()).isEqualTo(2);
        assertThat(lint.diagnostics())
                .extracting(finding -> finding.code().substring(0, 8))
                .contains("LEAT-RES", "LEAT-GRA")
                .filteredOn("LEAT-RES"::equals)
                .hasSize(1);
    }

    @Test
    void whatCannotBeReadAtAllIsTold() throws IOException {
        Files.writeString(directory.resolve("tab.yaml"), "\tkind: DataflowGraph\n");
        Files.writeString(directory.resolve("quote.yaml"), "kind: 'DataflowGraph\n");
        Files.write(directory.resolve("binary.yaml"), new byte[] {(byte) 0xC0, 0x19, 0, 7});
        Files.writeString(directory.resolve("large.yaml"), "# ".repeat(3 << 20));
        Files.writeString(directory.resolve("compose.yaml"), "services: {}\n");
        Files.writeString(directory.resolve("empty.yaml"), "");

        Lint lint = Lint.check(List.of(directory), ResourceOptions.DEFAULT);

        assertThat(lint.diagnostics())
                .allMatch(finding -> finding.isError())
                .extracting(finding ->
                        Path.of(finding.position().file()).getFileName().toString())
                .contains("tab.yaml", "quote.yaml", "binary.yaml", "large.yaml")
                .doesNotContain("compose.yaml");
    }

    private static Placed placed(String text) {
        return new Placed(text, Position.startOf("test"));
    }

    @Test
    void parametersOfNoFileAreNamed() {
        assertThat(Read.findings(Read.bicep(Samples.BICEP, Map.of("cuont", "1"))))
                .containsExactly("1:1 warning UNKNOWN_PARAMETER");
    }
}
