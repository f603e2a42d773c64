package dev.leat.platform.server;

import dev.leat.endpoint.CloudEvents;
import dev.leat.endpoint.Headers;
import dev.leat.endpoint.mqtt.MqttAuthentication;
import dev.leat.endpoint.mqtt.MqttConnectionOptions;
import dev.leat.endpoint.mqtt.MqttSinkOptions;
import dev.leat.endpoint.mqtt.MqttSourceOptions;
import dev.leat.endpoint.mqtt.TopicTemplate;
import dev.leat.graph.resource.EndpointAuthentication;
import dev.leat.graph.resource.EndpointSettings;
import dev.leat.graph.resource.Placed;
import dev.leat.graph.resource.SourceSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * Turns the settings of an MQTT endpoint into the options of its clients.
 *
 * @param localBroker what stands for the broker of Azure IoT Operations
 */
record MqttSettings(EndpointAccess access, EndpointSettings.Mqtt mqtt, LocalBroker localBroker) {

    private static final int PORT = 1883;
    private static final int TLS_PORT = 8883;

    /** How brokers in Azure take a managed identity's token, and whom it is for unless an endpoint says otherwise. */
    private static final String IDENTITY_METHOD = "OAUTH2-JWT";

    private static final String IDENTITY_AUDIENCE = "https://eventgrid.azure.net";

    /** The platform hands out another token long before the last one ends. */
    private static final Duration IDENTITY_CHECK = Duration.ofMinutes(5);

    MqttConnectionOptions connection(String client) {
        MqttConnectionOptions.Builder builder;
        if (access.endpoint().isLocalBroker()) {
            builder = localBroker.connection(client);
        } else {
            Host host = Host.parse(mqtt.host(), mqtt.tls().enabled() ? TLS_PORT : PORT);
            builder = MqttConnectionOptions.builder(host.name(), host.port(), client)
                    .authentication(authentication());
            access.tls(mqtt.tls(), mqtt.authentication()).ifPresent(builder::tls);
            if (mqtt.protocol() == EndpointSettings.MqttProtocol.WEB_SOCKETS) {
                builder.webSocket(host.path());
            }
        }
        if (access.flow().diskPersistence()) {
            builder.diskPersistence();
        }
        return builder.keepAlive(Duration.ofSeconds(mqtt.keepAliveSeconds()))
                .sessionExpiry(Duration.ofSeconds(mqtt.sessionExpirySeconds()))
                .maxInFlight(mqtt.maxInflightMessages())
                .qos(mqtt.qos())
                .build();
    }

    private MqttAuthentication authentication() {
        return switch (mqtt.authentication()) {
            case EndpointAuthentication.Anonymous anonymous -> MqttAuthentication.NONE;
            case EndpointAuthentication.X509Certificate certificate -> MqttAuthentication.NONE;
            case EndpointAuthentication.UsernamePassword password ->
                new MqttAuthentication.Password(access.userName(password.secret()), access.password(password.secret()));
            case EndpointAuthentication.ServiceAccountToken token ->
                MqttAuthentication.serviceAccount(access.serviceAccountToken());
            case EndpointAuthentication.SystemAssignedManagedIdentity identity ->
                token(Optional.empty(), identity.audience());
            case EndpointAuthentication.UserAssignedManagedIdentity identity ->
                token(Optional.of(identity.clientId()), identity.scope());
            case EndpointAuthentication.Sasl sasl -> throw access.notRun("with SASL");
        };
    }

    private MqttAuthentication token(Optional<String> clientId, Optional<String> audience) {
        return new MqttAuthentication.Token(
                IDENTITY_METHOD, access.identityToken(clientId, audience.orElse(IDENTITY_AUDIENCE)), IDENTITY_CHECK);
    }

    MqttSourceOptions source(SourceSettings settings) {
        return MqttSourceOptions.of(
                settings.dataSources().stream().map(Placed::value).toList());
    }

    MqttSinkOptions sink(String topic, Headers headers, CloudEvents cloudEvents) {
        return MqttSinkOptions.DEFAULT
                .withTopic(TopicTemplate.parse(topic))
                .withRetain(
                        mqtt.retain() == EndpointSettings.Retain.NEVER
                                        || access.endpoint().isEventGrid()
                                ? MqttSinkOptions.Retain.NEVER
                                : MqttSinkOptions.Retain.KEEP)
                .withHeaders(headers)
                .withCloudEvents(cloudEvents);
    }

    /** A host as resources write it: {@code name:port/path}. */
    private record Host(String name, int port, String path) {
        static Host parse(Placed text, int otherwise) {
            String value = text.value();
            int slash = value.indexOf('/');
            String address = slash < 0 ? value : value.substring(0, slash);
            int colon = address.lastIndexOf(':');
            boolean hasPort = colon > address.lastIndexOf(']');
            String name = hasPort ? address.substring(0, colon) : address;
            return new Host(
                    name.startsWith("[") ? name.substring(1, name.length() - 1) : name,
                    hasPort ? Integer.parseInt(address.substring(colon + 1)) : otherwise,
                    slash < 0 ? "/mqtt" : value.substring(slash));
        }
    }
}
