package dev.leat.endpoint.mqtt;

import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.auth.EnhancedAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.EnhancedAuthConnectInput;
import com.hivemq.extension.sdk.api.auth.parameter.EnhancedAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.EnhancedAuthOutput;
import com.hivemq.extension.sdk.api.interceptor.subscribe.SubscribeInboundInterceptor;
import com.hivemq.extension.sdk.api.packets.general.UserProperties;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A HiveMQ that lets in who shows a token that it knows, by enhanced authentication with a method of Kubernetes' or of Azure's. */
public final class TokenBroker implements AutoCloseable {

    private static final Set<String> METHODS = Set.of("K8S-SAT", "OAUTH2-JWT");
    private static final long PATIENCE_SECONDS = 60;
    private static final String CONFIGURATION = """
            <?xml version="1.0" encoding="UTF-8" ?>
            <hivemq>
                <listeners><tcp-listener><port>%d</port><bind-address>127.0.0.1</bind-address></tcp-listener></listeners>
                <persistence><mode>in-memory</mode></persistence>
                <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
            </hivemq>
            """;

    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> properties = new LinkedBlockingQueue<>();
    private final EmbeddedHiveMQ broker;
    private final int port;

    public TokenBroker(Path directory) throws IOException {
        InternalConfigurations.JMX_REPORTER_ENABLED.set(false);
        InternalConfigurations.PERSISTENCE_SHUTDOWN_GRACE_PERIOD_MSEC.set(0);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path configuration = Files.createDirectories(directory.resolve("conf"));
        Files.writeString(configuration.resolve("config.xml"), CONFIGURATION.formatted(port));
        broker = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(configuration)
                .withDataFolder(Files.createDirectories(directory.resolve("data")))
                .withExtensionsFolder(Files.createDirectories(directory.resolve("extensions")))
                .withEmbeddedExtension(EmbeddedExtension.builder()
                        .withId("tokens")
                        .withName("Tokens")
                        .withVersion("1")
                        .withAuthor("Leat")
                        .withExtensionMain(new Extension())
                        .build())
                .withoutLoggingBootstrap()
                .build();
        broker.start().join();
    }

    MqttConnectionOptions.Builder options(MqttAuthentication authentication) {
        return MqttConnectionOptions.builder("127.0.0.1", port, "relay").authentication(authentication);
    }

    public void know(String token) {
        known.add(token);
    }

    public int port() {
        return port;
    }

    void forget(String token) {
        known.remove(token);
    }

    private static String text(UserProperties properties) {
        return properties.asList().stream()
                .map(property -> property.getName() + "=" + property.getValue())
                .collect(Collectors.joining(" "));
    }

    /** The user properties of the next CONNECT or SUBSCRIBE, as {@code KIND KEY=VALUE...}. */
    String nextProperties() throws InterruptedException {
        return next(properties);
    }

    /** The next attempt, as {@code KIND METHOD TOKEN}. */
    public String next() throws InterruptedException {
        return next(seen);
    }

    private static String next(BlockingQueue<String> queue) throws InterruptedException {
        String next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nobody came");
        }
        return next;
    }

    @Override
    public void close() throws Exception {
        broker.close();
    }

    private final class Extension implements ExtensionMain {

        @Override
        public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
            Services.securityRegistry().setEnhancedAuthenticatorProvider(any -> new Authenticator());
            SubscribeInboundInterceptor listening = (subscribe, answer) -> properties.add(
                    "SUBSCRIBE " + text(subscribe.getSubscribePacket().getUserProperties()));
            Services.initializerRegistry()
                    .setClientInitializer((client, context) -> context.addSubscribeInboundInterceptor(listening));
        }

        @Override
        public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {}
    }

    private final class Authenticator implements EnhancedAuthenticator {

        @Override
        public void onConnect(EnhancedAuthConnectInput input, EnhancedAuthOutput output) {
            properties.add("CONNECT " + text(input.getConnectPacket().getUserProperties()));
            decide(
                    "CONNECT",
                    input.getConnectPacket().getAuthenticationMethod().orElse("none"),
                    input.getConnectPacket().getAuthenticationData().orElseThrow(),
                    output);
        }

        @Override
        public void onReAuth(EnhancedAuthInput input, EnhancedAuthOutput output) {
            decide(
                    "AUTH",
                    input.getAuthPacket().getAuthenticationMethod(),
                    input.getAuthPacket().getAuthenticationData().orElseThrow(),
                    output);
        }

        @Override
        public void onAuth(EnhancedAuthInput input, EnhancedAuthOutput output) {
            output.failAuthentication();
        }

        private void decide(String kind, String method, ByteBuffer data, EnhancedAuthOutput output) {
            String token = StandardCharsets.UTF_8.decode(data).toString();
            seen.add(kind + " " + method + " " + token);
            if (METHODS.contains(method) && known.contains(token)) {
                output.authenticateSuccessfully();
            } else {
                output.failAuthentication();
            }
        }
    }
}
