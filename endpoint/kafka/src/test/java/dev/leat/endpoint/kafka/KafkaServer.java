package dev.leat.endpoint.kafka;

import dev.leat.endpoint.mqtt.Certificates;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka of a test's own, in KRaft mode, in a process of its own, on free ports of 127.0.0.1: without TLS, with TLS, and
 * each with SASL. It can be killed and started again.
 */
public final class KafkaServer implements AutoCloseable {

    /** Who may come in by SASL, with each mechanism. The password has what needs an escape. */
    static final String USER = "alice";

    static final String PASSWORD = "s\"e\\cret; x='1'";

    /** The subject of tokens that are let in. */
    static final String TOKEN_SUBJECT = "token-user";

    private static final long PATIENCE_SECONDS = 90;

    private enum Listener {
        PLAIN("PLAINTEXT"),
        SASL("SASL_PLAINTEXT"),
        TLS("SSL"),
        TLSSASL("SASL_SSL"),
        CONTROLLER("PLAINTEXT");

        private final String protocol;

        Listener(String protocol) {
            this.protocol = protocol;
        }
    }

    private final Path directory;
    private final Map<Listener, Integer> ports = new LinkedHashMap<>();
    private final Path properties;
    private final Path authority;
    private final Certificates.Issued client;
    private final LinkedBlockingQueue<String> log = new LinkedBlockingQueue<>(10_000);
    private @Nullable Process process;
    private @Nullable Admin admin;

    private KafkaServer(Path directory) throws Exception {
        this.directory = directory;
        Certificates certificates = new Certificates(directory, "kafka");
        this.authority = certificates.authority();
        this.client = certificates.client("client", "rsa:2048");
        List<ServerSocket> sockets = new ArrayList<>();
        for (Listener listener : Listener.values()) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            sockets.add(socket);
            ports.put(listener, socket.getLocalPort());
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        this.properties = Files.write(directory.resolve("server.properties"), configuration(certificates.broker()));
    }

    /** Starts one, and waits until it takes part. */
    public static KafkaServer start() {
        try {
            KafkaServer server = new KafkaServer(Files.createTempDirectory("leat-kafka"));
            try {
                server.startAgain();
                server.addScramUser();
            } catch (Exception failed) {
                server.close();
                throw failed;
            }
            return server;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void addScramUser() throws Exception {
        for (ScramMechanism mechanism : List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512)) {
            ScramCredentialInfo kind = new ScramCredentialInfo(mechanism, 4096);
            admin().alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(USER, kind, PASSWORD)))
                    .all()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private List<String> configuration(Certificates.Issued broker) throws IOException {
        Path keyStore = directory.resolve("broker.store.pem");
        Files.writeString(keyStore, Files.readString(broker.key()) + Files.readString(broker.certificate()));
        List<String> lines = new ArrayList<>(List.of(
                "process.roles=broker,controller",
                "node.id=1",
                "controller.quorum.voters=1@127.0.0.1:" + ports.get(Listener.CONTROLLER),
                "controller.listener.names=CONTROLLER",
                "inter.broker.listener.name=PLAIN",
                "log.dirs=" + directory.resolve("data"),
                "auto.create.topics.enable=false",
                "offsets.topic.replication.factor=1",
                "offsets.topic.num.partitions=1",
                "transaction.state.log.replication.factor=1",
                "transaction.state.log.min.isr=1",
                "transaction.state.log.num.partitions=1",
                "share.coordinator.state.topic.replication.factor=1",
                "share.coordinator.state.topic.min.isr=1",
                "group.initial.rebalance.delay.ms=0",
                // How long one that was killed is waited for before it may come back.
                "broker.session.timeout.ms=2000",
                "broker.heartbeat.interval.ms=500",
                "ssl.keystore.type=PEM",
                "ssl.keystore.location=" + keyStore,
                "ssl.truststore.type=PEM",
                "ssl.truststore.location=" + authority,
                "ssl.client.auth=requested"));
        lines.add("listeners=" + each(listener -> listener + "://127.0.0.1:" + ports.get(listener)));
        lines.add("advertised.listeners="
                + each(listener ->
                        listener == Listener.CONTROLLER ? "" : listener + "://127.0.0.1:" + ports.get(listener)));
        lines.add("listener.security.protocol.map=" + each(listener -> listener + ":" + listener.protocol));
        String escaped = PASSWORD.replace("\\", "\\\\").replace("\"", "\\\"");
        for (String listener : List.of("sasl", "tlssasl")) {
            String prefix = "listener.name." + listener + ".";
            lines.add(prefix + "sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER");
            // Properties files have escapes of their own.
            lines.add((prefix + "plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule"
                            + " required user_" + USER + "=\"" + escaped + "\";")
                    .replace("\\", "\\\\"));
            for (String mechanism : List.of("scram-sha-256", "scram-sha-512")) {
                lines.add(prefix + mechanism
                        + ".sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;");
            }
            lines.add(prefix + "oauthbearer.sasl.jaas.config="
                    + "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
                    + " unsecuredLoginStringClaim_sub=\"broker\";");
        }
        return lines;
    }

    private static String each(Function<Listener, String> text) {
        return String.join(
                ",",
                Stream.of(Listener.values())
                        .map(text)
                        .filter(one -> !one.isEmpty())
                        .toList());
    }

    /** Neither TLS nor SASL. */
    public String plain() {
        return address(Listener.PLAIN);
    }

    /** SASL without TLS. */
    public String sasl() {
        return address(Listener.SASL);
    }

    /** TLS, with or without a certificate of the client. */
    String tls() {
        return address(Listener.TLS);
    }

    /** TLS and SASL. */
    String tlsSasl() {
        return address(Listener.TLSSASL);
    }

    private String address(Listener listener) {
        return "127.0.0.1:" + ports.get(listener);
    }

    /** Of whoever signed the broker's certificate. */
    Path authority() {
        return authority;
    }

    /** A certificate that the broker knows. */
    Certificates.Issued client() {
        return client;
    }

    /** A token that the broker lets in, without a signature. */
    public static String token(long expiresAtSeconds) {
        return base64("{\"alg\":\"none\"}")
                + "."
                + base64("{\"sub\":\"" + TOKEN_SUBJECT + "\",\"iat\":" + System.currentTimeMillis() / 1000 + ",\"exp\":"
                        + expiresAtSeconds + "}")
                + ".";
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Starts it, for the first time or after {@link #kill}, and waits until it takes part. */
    public void startAgain() throws IOException, InterruptedException {
        log.clear();
        Process started = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dlogback.configurationFile=kafka-broker-logback.xml",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        KafkaBroker.class.getName(),
                        properties.toString())
                .redirectErrorStream(true)
                .start();
        process = started;
        CountDownLatch running = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> readLog(started, running));
        if (!running.await(PATIENCE_SECONDS, TimeUnit.SECONDS) || !started.isAlive()) {
            started.destroyForcibly();
            throw new IOException("Kafka did not start: " + String.join("\n", log));
        }
    }

    private void readLog(Process started, CountDownLatch running) {
        try (BufferedReader reader = started.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                log.offer(line);
                if (line.contains("Kafka Server started")) {
                    running.countDown();
                }
            }
        } catch (IOException endOfProcess) {
            log.offer(endOfProcess.toString());
        }
        running.countDown();
    }

    /** Ends it as a power failure would. */
    public void kill() throws InterruptedException {
        Process ended = running();
        ended.destroyForcibly();
        ended.waitFor();
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        return process;
    }

    /** For what a test asks or tells the broker. */
    synchronized Admin admin() {
        if (admin == null) {
            admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, plain()));
        }
        return admin;
    }

    /** Makes a topic. */
    public void createTopic(String topic, int partitions) throws InterruptedException {
        createTopic(topic, partitions, Map.of());
    }

    /** @param settings of the topic, such as {@code max.message.bytes} */
    void createTopic(String topic, int partitions, Map<String, String> settings) throws InterruptedException {
        try {
            admin().createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(settings)))
                    .all()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
        if (process != null) {
            process.destroyForcibly();
            process.onExit().join();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
