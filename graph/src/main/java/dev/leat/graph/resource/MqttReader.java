package dev.leat.graph.resource;

import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.resource.AuthenticationReader.Method;
import dev.leat.graph.resource.EndpointSettings.CloudEventAttributes;
import dev.leat.graph.resource.EndpointSettings.Mqtt;
import dev.leat.graph.resource.EndpointSettings.MqttProtocol;
import dev.leat.graph.resource.EndpointSettings.Retain;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Reads {@code mqttSettings}. */
final class MqttReader {

    private static final Words<MqttProtocol> PROTOCOLS = Words.of(MqttProtocol.class);
    private static final Words<Retain> RETAIN = Words.of(Retain.class);
    static final Words<CloudEventAttributes> CLOUD_EVENTS = Words.of(CloudEventAttributes.class);
    private static final Set<Method> METHODS = EnumSet.of(
            Method.SYSTEM_ASSIGNED_MANAGED_IDENTITY,
            Method.USER_ASSIGNED_MANAGED_IDENTITY,
            Method.SERVICE_ACCOUNT_TOKEN,
            Method.X509_CERTIFICATE,
            Method.USERNAME_PASSWORD,
            Method.ANONYMOUS);
    private static final int KEEP_ALIVE_SECONDS = 60;
    private static final int MAX_INFLIGHT = 100;
    private static final int SESSION_EXPIRY_SECONDS = 600;
    private static final long MOST_UNSIGNED_INT = 4_294_967_295L;

    private MqttReader() {}

    static Optional<EndpointSettings> read(Fields endpoint) {
        return endpoint.requiredObject(
                        EndpointType.MQTT.settingsKey(),
                        "the MQTT settings",
                        "host",
                        "clientIdPrefix",
                        "protocol",
                        "keepAliveSeconds",
                        "retain",
                        "maxInflightMessages",
                        "qos",
                        "sessionExpirySeconds",
                        "tls",
                        "cloudEventAttributes",
                        "authentication")
                .flatMap(MqttReader::settings);
    }

    private static Optional<EndpointSettings> settings(Fields fields) {
        Optional<Placed> host = fields.text("host");
        MqttProtocol protocol = fields.choice("protocol", PROTOCOLS).orElse(MqttProtocol.MQTT);
        host.ifPresent(given -> EndpointReader.checkHost(
                given,
                protocol == MqttProtocol.MQTT ? Hosts.WITH_PORT : Hosts.WITH_PATH,
                protocol == MqttProtocol.MQTT
                        ? "Write host:port, such as 'aio-broker:18883'."
                        : "Write host:port and a path, such as 'broker:443/mqtt'.",
                fields));
        Position position = fields.positionOf("host");
        Optional<EndpointAuthentication> authentication =
                EndpointAuthenticationReader.read(fields, METHODS, EndpointType.MQTT);
        Optional<String> prefix = fields.string("clientIdPrefix");
        int keepAlive = fields.integer("keepAliveSeconds", 0, ProfileReader.MOST_UNSIGNED_SHORT, KEEP_ALIVE_SECONDS);
        Retain retain = fields.choice("retain", RETAIN).orElse(Retain.KEEP);
        int inflight = fields.integer("maxInflightMessages", 1, ProfileReader.MOST_UNSIGNED_SHORT, MAX_INFLIGHT);
        int qos = fields.integer("qos", 0, 1, 1);
        long expiry = fields.number("sessionExpirySeconds", 0, MOST_UNSIGNED_INT, SESSION_EXPIRY_SECONDS);
        Tls tls = EndpointReader.tls(fields, authentication);
        CloudEventAttributes attributes =
                fields.choice("cloudEventAttributes", CLOUD_EVENTS).orElse(CloudEventAttributes.PROPAGATE);
        return authentication.map(known -> new Mqtt(
                host.orElseGet(() -> new Placed(Mqtt.DEFAULT_HOST, position)),
                prefix,
                protocol,
                keepAlive,
                retain,
                inflight,
                qos,
                expiry,
                tls,
                attributes,
                known));
    }
}
