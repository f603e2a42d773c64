package dev.leat.platform.broker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.embedded.EmbeddedHiveMQ;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.LoggerFactory;

/**
 * An MQTT v5 broker inside this process: HiveMQ Community Edition, for demos, tests, and wherever there is no other.
 *
 * <p>It listens on 127.0.0.1 only, lets everybody in, keeps everything in memory, sends nothing to anybody, and leaves
 * nothing behind when it is closed, or when the process is told to end. It needs the JVM flags {@code --enable-native-access=ALL-UNNAMED} and
 * {@code --sun-misc-unsafe-memory-access=allow}, without which JDK 25 prints warnings. One process may have several, one
 * after another or at once.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final String HOST = "127.0.0.1";
    private static final int ATTEMPTS = 5;

    /**
     * System properties that keep the broker's libraries from generating classes at each start: for the wiring of its
     * parts, which is used once, and for reading its configuration. Set where they are not set yet.
     */
    private static final Map<String, String> LEAN = Map.of(
            "guice_bytecode_gen_option", "DISABLED",
            "guice_custom_class_loading", "OFF",
            "org.glassfish.jaxb.runtime.v2.runtime.JAXBContextImpl.fastBoot", "true");

    private static final String CONFIGURATION = """
            <?xml version="1.0" encoding="UTF-8" ?>
            <hivemq>
                <listeners>
                    <tcp-listener>
                        <port>%d</port>
                        <bind-address>%s</bind-address>
                    </tcp-listener>
                </listeners>
                <persistence>
                    <mode>in-memory</mode>
                </persistence>
                <anonymous-usage-statistics>
                    <enabled>false</enabled>
                </anonymous-usage-statistics>
            </hivemq>
            """;

    private final EmbeddedHiveMQ broker;
    private final BrokerFolder folder;
    private final int port;

    private EmbeddedBroker(EmbeddedHiveMQ broker, BrokerFolder folder, int port) {
        this.broker = broker;
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts a broker on a free port and returns when it accepts connections.
     *
     * @throws IllegalStateException where it does not start; the message says why
     */
    public static EmbeddedBroker start() {
        RuntimeException last = new IllegalStateException("not tried");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                // The port is free now; another process may take it before the broker does, hence the attempts.
                return start(freePort());
            } catch (IllegalStateException taken) {
                last = taken;
            }
        }
        throw last;
    }

    /**
     * Starts a broker on this port and returns when it accepts connections.
     *
     * @param port 1 to 65,535
     * @throws IllegalStateException where it does not start, as when the port is taken; the message says why
     */
    public static EmbeddedBroker start(int port) {
        return start(port, Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** @param parent where the directory for the broker's files is made */
    static EmbeddedBroker start(int port, Path parent) {
        requireFree(port);
        quieten();
        BrokerFolder folder = new BrokerFolder(parent);
        try {
            return new EmbeddedBroker(folder.fill(path -> run(port, path)), folder, port);
        } catch (IOException | CompletionException failed) {
            folder.close();
            throw notStarted(port, failed);
        } catch (RuntimeException | Error failed) {
            folder.close();
            throw failed;
        }
    }

    private static EmbeddedHiveMQ run(int port, Path folder) throws IOException {
        Path configuration = Files.createDirectories(folder.resolve("conf"));
        Files.writeString(configuration.resolve("config.xml"), CONFIGURATION.formatted(port, HOST));
        EmbeddedHiveMQ broker = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(configuration)
                .withDataFolder(Files.createDirectories(folder.resolve("data")))
                .withExtensionsFolder(Files.createDirectories(folder.resolve("extensions")))
                .withoutLoggingBootstrap()
                .build();
        broker.start().join();
        return broker;
    }

    private static IllegalStateException notStarted(int port, Exception failed) {
        Throwable reason =
                failed instanceof CompletionException && failed.getCause() != null ? failed.getCause() : failed;
        return new IllegalStateException(
                "the embedded MQTT broker did not start on port " + port + ": " + reason, failed);
    }

    public String host() {
        return HOST;
    }

    public int port() {
        return port;
    }

    /** Ends all connections and forgets everything. */
    @Override
    public void close() {
        try {
            broker.close();
        } catch (ExecutionException failed) {
            LOG.warn("the embedded MQTT broker on port {} did not stop well", port, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            folder.close();
        }
    }

    /** Nothing that costs time at the start and the end; of the log, warnings and worse. */
    private static void quieten() {
        InternalConfigurations.JMX_REPORTER_ENABLED.set(false);
        InternalConfigurations.PERSISTENCE_SHUTDOWN_GRACE_PERIOD_MSEC.set(0);
        LEAN.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
        for (String noisy : new String[] {"com.hivemq", "jetbrains.exodus", "io.netty", "oshi", "migrations"}) {
            if (LoggerFactory.getLogger(noisy) instanceof Logger logger) {
                logger.setLevel(Level.WARN);
            }
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** HiveMQ only logs that it could not bind, and starts without a listener. */
    private static void requireFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            socket.setReuseAddress(true);
        } catch (IOException taken) {
            throw new IllegalStateException("port " + port + " of " + HOST + " is taken", taken);
        }
    }
}
