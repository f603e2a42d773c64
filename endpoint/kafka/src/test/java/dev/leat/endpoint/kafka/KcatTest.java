package dev.leat.endpoint.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.endpoint.Material;
import dev.leat.endpoint.TlsOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Between records of kcat, which is of librdkafka, and kcat again, with TLS and a password on all ways. */
final class KcatTest {

    @TempDir
    Path directory;

    private Path configuration() throws IOException {
        return Files.write(
                directory.resolve("kcat.conf"),
                List.of(
                        "security.protocol=SASL_SSL",
                        // Its SCRAM has a mistake that brokers do not let pass any more: fixed in librdkafka 2.6.
                        "sasl.mechanism=PLAIN",
                        "sasl.username=" + KafkaServer.USER,
                        "ssl.ca.location=" + SharedKafka.server().authority()));
    }

    private String kcat(String input, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "kcat",
                "-F",
                configuration().toString(),
                "-b",
                SharedKafka.server().tlsSasl()));
        // The file has escapes, arguments have none.
        command.addAll(List.of("-X", "sasl.password=" + KafkaServer.PASSWORD));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(directory.resolve("kcat.err").toFile())
                    .start();
        } catch (IOException missing) {
            String message = "kcat is not installed: the Kafka tests with another client did NOT run."
                    + " Install it: apt-get install kcat";
            System.err.println(message);
            Assumptions.abort(message);
            throw missing;
        }
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(directory.resolve("kcat.err")))
                .isZero();
        return output;
    }

    @Test
    void keysHeadersAndPayloadsGoFromKcatToKcat() throws Exception {
        String in = SharedKafka.topic(1);
        String out = SharedKafka.topic(1);
        kcat("oven:hot\n", "-P", "-t", in, "-K", ":", "-H", "line=7", "-z", "lz4");
        KafkaConnectionOptions connection = Relay.at(SharedKafka.server().tlsSasl())
                .withTls(TlsOptions.trusting(Material.file(SharedKafka.server().authority())))
                .withAuthentication(new KafkaAuthentication.Password(
                        KafkaAuthentication.Mechanism.SCRAM_SHA_512,
                        Material.of(KafkaServer.USER),
                        Material.of(KafkaServer.PASSWORD)));
        KafkaSource source =
                new KafkaSource(connection, KafkaSourceOptions.of(SharedKafka.name("group"), in), Relay.clock());
        KafkaSink sink = new KafkaSink(
                connection,
                KafkaSinkOptions.to(out)
                        .withCompression(KafkaSinkOptions.Compression.SNAPPY)
                        .withPartitioning(new KafkaSinkOptions.Partitioning.ByProperty("Key")));
        try (Relay relay = Relay.start(source, sink)) {
            String read = kcat("", "-C", "-t", out, "-o", "beginning", "-c", "1", "-f", "%k|%s|%h\n");
            assertThat(read).startsWith("oven|hot|").contains("line=7", "Key=oven", "Payload Format Indicator=0");
            assertThat(relay.faults).isEmpty();
        }
    }
}
