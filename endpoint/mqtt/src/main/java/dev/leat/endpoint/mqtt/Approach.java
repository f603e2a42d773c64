package dev.leat.endpoint.mqtt;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.MqttWebSocketConfig;
import com.hivemq.client.mqtt.datatypes.MqttUtf8String;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectBuilder;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.UserProperty;
import dev.leat.endpoint.Material;
import dev.leat.endpoint.Pem;
import dev.leat.endpoint.TlsOptions;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt to connect is made with: certificates, keys, passwords and tokens as they are at that moment.
 *
 * @param tokens where the client authenticates with one
 */
record Approach(MqttClientTransportConfig transport, Mqtt5Connect connect, Optional<TokenMechanism> tokens) {

    private static final int MOST_DATA = 0xFFFF;

    /**
     * Reads all materials. May wait.
     *
     * @throws MqttEndpointException {@link MqttError#TLS_MATERIAL_INVALID}, {@link MqttError#CREDENTIALS_UNREADABLE}
     */
    static Approach read(MqttConnectionOptions options) {
        MqttClientTransportConfig transport = transport(options);
        Mqtt5ConnectBuilder connect = connect(options);
        return switch (options.authentication()) {
            case MqttAuthentication.None none -> new Approach(transport, connect.build(), Optional.empty());
            case MqttAuthentication.Password password ->
                new Approach(
                        transport,
                        connect.simpleAuth()
                                .username(userName(password.userName()))
                                .password(credential(password.password(), "the password", true)
                                        .toArray())
                                .applySimpleAuth()
                                .build(),
                        Optional.empty());
            case MqttAuthentication.Token token -> {
                TokenMechanism mechanism = new TokenMechanism(token.method(), token(token), options.connectTimeout());
                yield new Approach(transport, connect.enhancedAuth(mechanism).build(), Optional.of(mechanism));
            }
        };
    }

    private static MqttClientTransportConfig transport(MqttConnectionOptions options) {
        long timeout = options.connectTimeout().toMillis();
        var transport = MqttClientTransportConfig.builder()
                .serverHost(options.host())
                .serverPort(options.port())
                .socketConnectTimeout(timeout, TimeUnit.MILLISECONDS)
                .mqttConnectTimeout(timeout, TimeUnit.MILLISECONDS);
        if (options.tls().isPresent()) {
            transport = transport.sslConfig(tls(options.tls().get(), timeout));
        }
        if (options.webSocketPath().isPresent()) {
            String path = options.webSocketPath().get();
            transport = transport.webSocketConfig(MqttWebSocketConfig.builder()
                    .serverPath(path.startsWith("/") ? path.substring(1) : path)
                    .handshakeTimeout(timeout, TimeUnit.MILLISECONDS)
                    .build());
        }
        return transport.build();
    }

    private static MqttClientSslConfig tls(TlsOptions tls, long timeoutMillis) {
        var config = MqttClientSslConfig.builder().handshakeTimeout(timeoutMillis, TimeUnit.MILLISECONDS);
        if (tls.authorities().isPresent()) {
            config = config.trustManagerFactory(trusting(tls.authorities().get()));
        }
        if (tls.identity().isPresent()) {
            config = config.keyManagerFactory(showing(tls.identity().get()));
        }
        return config.build();
    }

    private static TrustManagerFactory trusting(Material authorities) {
        try {
            KeyStore store = empty();
            int number = 0;
            for (Certificate authority : Pem.certificates(read(authorities, "the authorities"))) {
                store.setCertificateEntry("authority-" + number++, authority);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory;
        } catch (GeneralSecurityException | IOException unusable) {
            throw invalid("the authorities (" + authorities + ")", unusable);
        }
    }

    private static KeyManagerFactory showing(TlsOptions.Identity identity) {
        List<Certificate> chain;
        try {
            chain = Pem.certificates(read(identity.certificates(), "the client's certificate"));
        } catch (GeneralSecurityException unusable) {
            throw invalid("the client's certificate (" + identity.certificates() + ")", unusable);
        }
        try {
            Bytes pem = read(identity.key(), "the client's key");
            PrivateKey key = Pem.key(pem, chain.getFirst().getPublicKey());
            // The store stays in memory, and its password protects nothing.
            char[] password = new char[0];
            KeyStore store = empty();
            store.setKeyEntry("client", key, password, chain.toArray(new X509Certificate[0]));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password);
            return factory;
        } catch (GeneralSecurityException | IOException unusable) {
            throw invalid("the client's key (" + identity.key() + ")", unusable);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Bytes read(Material material, String what) {
        try {
            return material.read();
        } catch (IOException missing) {
            throw new MqttEndpointException(
                    MqttError.TLS_MATERIAL_INVALID, what + " cannot be read: " + words(missing), missing);
        }
    }

    private static MqttEndpointException invalid(String what, Exception unusable) {
        return new MqttEndpointException(
                MqttError.TLS_MATERIAL_INVALID,
                what + " cannot be used: " + MqttEndpointException.reason(unusable),
                unusable);
    }

    private static Mqtt5ConnectBuilder connect(MqttConnectionOptions options) {
        return Mqtt5Connect.builder()
                .cleanStart(false)
                .sessionExpiryInterval(options.sessionExpiry().toSeconds())
                .keepAlive((int) options.keepAlive().toSeconds())
                .userProperties(properties(options.connectProperties()))
                .restrictions()
                .receiveMaximum(options.maxInFlight())
                // The client counts on an alias even where it then could not write the packet that introduces it.
                .sendTopicAliasMaximum(0)
                .applyRestrictions();
    }

    /** @throws MqttEndpointException {@link MqttError#CREDENTIALS_UNREADABLE} */
    static Bytes token(MqttAuthentication.Token token) {
        return credential(token.token(), "the token", false);
    }

    static Mqtt5UserProperties properties(List<UserProperty> properties) {
        return Mqtt5UserProperties.of(properties.stream()
                .map(property -> Mqtt5UserProperty.of(property.key(), property.value()))
                .toList());
    }

    private static MqttUtf8String userName(Material material) {
        Optional<String> text = credential(material, "the user name", false).asStrictUtf8();
        try {
            return MqttUtf8String.of(text.orElseThrow(() -> new IllegalArgumentException("it is not UTF-8")));
        } catch (IllegalArgumentException invalid) {
            throw unreadable("the user name", material, "it is no text that MQTT can carry", null);
        }
    }

    private static Bytes credential(Material material, String what, boolean mayBeEmpty) {
        Bytes content;
        try {
            content = material.read();
        } catch (IOException missing) {
            throw unreadable(what, material, words(missing), missing);
        }
        if (content.isEmpty() && !mayBeEmpty) {
            throw unreadable(what, material, "it is empty", null);
        }
        if (content.length() > MOST_DATA) {
            throw unreadable(what, material, "it has more than " + MOST_DATA + " bytes", null);
        }
        return content;
    }

    private static MqttEndpointException unreadable(
            String what, Material material, String reason, @Nullable Throwable cause) {
        return new MqttEndpointException(
                MqttError.CREDENTIALS_UNREADABLE, what + " (" + material + ") cannot be used: " + reason, cause);
    }

    /** Java says of a missing file nothing but its name. */
    private static String words(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "there is no file " + missing.getFile();
            case AccessDeniedException denied -> "the file " + denied.getFile() + " may not be read";
            default -> MqttEndpointException.reason(failure);
        };
    }
}
