package dev.leat.graph.resource;

import java.util.List;

/** Resources for tests to break. Each is without findings, alone and with the others. */
final class Samples {

    static final String GRAPH = """
            apiVersion: connectivity.iotoperations.azure.com/v1
            kind: DataflowGraph
            metadata:
              name: convert
              namespace: azure-iot-operations
              annotations:
                leat.dev/allowed-lateness: 5s
            spec:
              mode: Enabled
              requestDiskPersistence: Disabled
              profileRef: default
              nodes:
                - nodeType: Source
                  name: in
                  sourceSettings:
                    endpointRef: default
                    dataSources:
                      - sensor/+/raw
                      - sensor/b/#
                - nodeType: Graph
                  name: work
                  graphSettings:
                    registryEndpointRef: default
                    artifact: graphs/simple:1.0.0
                    configuration:
                      - key: unit
                        value: "C"
                      - key: precision
                        value: "2"
                - nodeType: Destination
                  name: out
                  destinationSettings:
                    endpointRef: default
                    dataDestination: converted/${inputTopic.2}/${outputTopic}
                    headers:
                      - actionType: AddOrReplace
                        key: origin
                        value: edge
                      - actionType: Remove
                        key: debug
                    outputSchemaSettings:
                      serializationFormat: Json
                      schemaRef: aio-sr://factory/reading:1
              nodeConnections:
                - from:
                    name: in
                    schema:
                      schemaRef: reading:1
                      serializationFormat: Json
                  to:
                    name: work
                - from:
                    name: work
                    arm: "True"
                  to:
                    name: out
              fileStores:
                - id: models
                  persistentVolumeClaimRef: models-claim
                  subPath: a/b
                  readOnly: true
            """;

    /** A graph that is quickly changed. */
    static final String SMALL = """
            apiVersion: connectivity.iotoperations.azure.com/v1
            kind: DataflowGraph
            metadata: { name: small }
            spec: { profileRef: default,
              nodes: [
                { nodeType: Source, name: in, sourceSettings: { endpointRef: default, dataSources: [ a ] } },
                { nodeType: Graph, name: work, graphSettings: { registryEndpointRef: default, artifact: "graph:1" } }
                , { nodeType: Destination, name: out, destinationSettings: { endpointRef: default, dataDestination: b } }
              ],
              nodeConnections: [
                { from: { name: in }, to: { name: work } },
                { from: { name: work }, to: { name: out } }
              ] }
            """;

    /** A graph of two graphs. */
    static final String CHAIN = """
            apiVersion: connectivity.iotoperations.azure.com/v1
            kind: DataflowGraph
            metadata: { name: chain }
            spec: { profileRef: default,
              nodes: [
                { nodeType: Source, name: in, sourceSettings: { endpointRef: default, dataSources: [ a ] } },
                { nodeType: Graph, name: one, graphSettings: { registryEndpointRef: default, artifact: "graph:1" } },
                { nodeType: Graph, name: two, graphSettings: { registryEndpointRef: default, artifact: "graph:1" } },
                { nodeType: Destination, name: out, destinationSettings: { endpointRef: default, dataDestination: b } }
              ],
              nodeConnections: [
                { from: { name: in }, to: { name: one } },
                { from: { name: one }, to: { name: two } }, { from: { name: two }, to: { name: out } }
              ] }
            """;

    static final String REGISTRY = """
            apiVersion: connectivity.iotoperations.azure.com/v1beta1
            kind: RegistryEndpoint
            metadata:
              name: contoso
              annotations:
                leat.dev/plain-http: "true"
                leat.dev/poll-interval: 30s
            spec:
              host: localhost:5000/modules
              authentication:
                method: ArtifactPullSecret
                artifactPullSecretSettings:
                  secretRef: pull
              codeSigningCas:
                - type: ConfigMap
                  configMapRef: authorities
            """;

    static final String MQTT = """
            apiVersion: connectivity.iotoperations.azure.com/v1
            kind: DataflowEndpoint
            metadata:
              name: broker
            spec:
              endpointType: Mqtt
              hostType: CustomMqtt
              mqttSettings:
                host: broker.example:8883
                clientIdPrefix: leat
                protocol: Mqtt
                keepAliveSeconds: 30
                retain: Never
                maxInflightMessages: 50
                qos: 1
                sessionExpirySeconds: 3600
                cloudEventAttributes: CreateOrRemap
                tls:
                  mode: Enabled
                  trustedCaCertificateConfigMapRef: authorities
                authentication:
                  method: X509Certificate
                  x509CertificateSettings:
                    secretRef: certificate
            """;

    static final String KAFKA = """
            apiVersion: connectivity.iotoperations.azure.com/v1
            kind: DataflowEndpoint
            metadata:
              name: hub
            spec:
              endpointType: Kafka
              kafkaSettings:
                host: one:9093, two:9093
                consumerGroupId: leat
                compression: Gzip
                kafkaAcks: One
                partitionStrategy: Property
                partitionKeyProperty: device
                copyMqttProperties: Disabled
                batching:
                  mode: Enabled
                  latencyMs: 10
                  maxBytes: 5000
                  maxMessages: 70
                tls:
                  mode: Enabled
                authentication:
                  method: Sasl
                  saslSettings:
                    saslType: ScramSha256
                    secretRef: password
            """;

    static final String COLLECTOR = """
            apiVersion: connectivity.iotoperations.azure.com/v1
            kind: DataflowEndpoint
            metadata:
              name: collector
            spec:
              endpointType: OpenTelemetry
              openTelemetrySettings:
                host: https://collector:4317
                batching:
                  latencySeconds: 5
                  maxMessages: 10
                tls:
                  mode: Enabled
                authentication:
                  method: ServiceAccountToken
                  serviceAccountTokenSettings:
                    audience: collector
            """;

    static final String PROFILE = """
            apiVersion: connectivity.iotoperations.azure.com/v1
            kind: DataflowProfile
            metadata:
              name: fast
            spec:
              instanceCount: 3
              diagnostics:
                logs:
                  level: debug
                metrics:
                  prometheusPort: 9700
                debuggingSettings:
                  destinationSettings:
                    endpointRef: default
                  samplingPolicy:
                    method: Count
                    countSettings:
                      nth: 10
            """;

    static final String DATAFLOW = """
            apiVersion: connectivity.iotoperations.azure.com/v1
            kind: Dataflow
            metadata:
              name: copy
            spec:
              mode: disabled
              profileRef: default
              operations:
                - operationType: Source
                  name: in
                  sourceSettings:
                    endpointRef: default
                    dataSources:
                      - copy/raw
                    serializationFormat: Json
                - operationType: BuiltInTransformation
                  name: nothing
                  builtInTransformationSettings:
                    serializationFormat: Json
                    map: []
                - operationType: Destination
                  name: out
                  destinationSettings:
                    endpointRef: default
                    dataDestination: copied/${inputTopic}
            """;

    static final String SECRETS = """
            apiVersion: v1
            kind: Secret
            metadata:
              name: certificate
            data:
              client_cert.pem: YWJj
              client_key.pem: ZGVm
            ---
            apiVersion: v1
            kind: Secret
            metadata:
              name: password
            type: Opaque
            stringData:
              username: hub-user
              password: hunter2
            ---
            apiVersion: v1
            kind: Secret
            metadata:
              name: pull
            type: kubernetes.io/dockerconfigjson
            stringData:
              .dockerconfigjson: "{}"
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: authorities
            data:
              ca.pem: |
                -----BEGIN CERTIFICATE-----
            binaryData:
              ca.der: AAEC
            """;

    static final String ALL_YAML =
            String.join("---\n", List.of(GRAPH, REGISTRY, MQTT, KAFKA, COLLECTOR, PROFILE, DATAFLOW, SECRETS));

    static final String BICEP = """
            // What the deployment is called.
            @description('An instance')
            param instanceName string = 'instance'
            @minValue(1)
            @maxValue(20)
            param count int = 2
            param topics array = [
              'sensor/a'
              'sensor/b'
            ]
            var graphName = 'graph-${instanceName}'
            var settings = {
              unit: 'C'
              text: '''
            several
            lines'''
            }

            resource instance 'Microsoft.IoTOperations/instances@2025-10-01' existing = {
              name: instanceName
            }

            resource location 'Microsoft.ExtendedLocation/customLocations@2021-08-31-preview' existing = {
              name: 'here'
            }

            resource profile 'Microsoft.IoTOperations/instances/dataflowProfiles@2025-10-01' = {
              parent: instance
              name: 'scaled'
              properties: {
                instanceCount: count
              }
            }

            /* The graph
               itself. */
            resource graph 'Microsoft.IoTOperations/instances/dataflowProfiles/dataflowGraphs@2025-10-01' = {
              parent: profile
              name: graphName
              tags: {
                'leat.dev/allowed-lateness': '5s'
              }
              extendedLocation: {
                name: location.id
                type: 'CustomLocation'
              }
              properties: {
                mode: 'Enabled'
                nodes: [
                  {
                    nodeType: 'Source'
                    name: 'in'
                    sourceSettings: { endpointRef: 'default', dataSources: topics }
                  }
                  {
                    nodeType: 'Graph'
                    name: 'work'
                    graphSettings: {
                      registryEndpointRef: 'default'
                      artifact: 'graph-simple:1.0.0'
                      configuration: [
                        {
                          key: 'unit'
                          value: settings.unit
                        }
                        { key: 'text', value: settings.text }
                      ]
                    }
                  }
                  {
                    nodeType: 'Destination'
                    name: 'out'
                    destinationSettings: {
                      endpointRef: 'default'
                      dataDestination: 'out/${graphName}/\\${inputTopic}'
                    }
                  }
                ]
                nodeConnections: [
                  { from: { name: 'in' }, to: { name: 'work' } }
                  {
                    from: { name: 'work' }
                    to: { name: 'out' }
                  }
                ]
              }
              dependsOn: [
                profile
              ]
            }

            output name string = graph.name
            """;

    private Samples() {}

    /** The text with the first place where something stands changed; it must stand there. */
    static String changed(String text, String original, String replacement) {
        int place = text.indexOf(original);
        if (place < 0) {
            throw new IllegalArgumentException("the sample has no " + original);
        }
        return text.substring(0, place) + replacement + text.substring(place + original.length());
    }
}
