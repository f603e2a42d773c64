package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.endpoint.Material;
import dev.leat.endpoint.TlsOptions;
import dev.leat.endpoint.kafka.KafkaAuthentication;
import dev.leat.endpoint.kafka.KafkaConnectionOptions;
import dev.leat.endpoint.kafka.KafkaSinkOptions;
import dev.leat.endpoint.kafka.KafkaSourceOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaAddressTest {

    private static KafkaConnectionOptions connection(String text) {
        return KafkaAddress.parse(text).connection("client", true);
    }

    @Test
    void aTopicOfSeveralBrokersIsRead() {
        KafkaAddress address = KafkaAddress.parse("kafka://a:9092,b:9093/in?group=readers&from=latest");

        assertThat(address.connection("client", true))
                .isEqualTo(KafkaConnectionOptions.of("a:9092,b:9093", "client").withFailFast(true));
        assertThat(address.source(List.of(address)))
                .isEqualTo(KafkaSourceOptions.of("readers", "in").withStart(KafkaSourceOptions.Start.LATEST));
    }

    @Test
    void aDestinationSaysHowItIsWritten() {
        assertThat(KafkaAddress.parse("kafka://a:1/out?acks=one&compression=lz4&partition=property:line")
                        .sink())
                .isEqualTo(KafkaSinkOptions.to("out")
                        .withAcks(KafkaSinkOptions.Acks.ONE)
                        .withCompression(KafkaSinkOptions.Compression.LZ4)
                        .withPartitioning(new KafkaSinkOptions.Partitioning.ByProperty("line")));
        assertThat(KafkaAddress.parse("kafka://a:1/out?partition=topic").sink().partitioning())
                .isEqualTo(KafkaSinkOptions.Partitioning.BY_TOPIC);
    }

    @Test
    void credentialsAreFilesAndNames() {
        assertThat(connection("kafkas://a:1/t?ca=ca.pem&cert=c.pem&key=k.pem").tls())
                .contains(TlsOptions.trusting(Material.file(Path.of("ca.pem")))
                        .withIdentity(Material.file(Path.of("c.pem")), Material.file(Path.of("k.pem"))));
        assertThat(connection("kafkas://a:1/t").tls()).contains(TlsOptions.DEFAULT);
        assertThat(connection("kafka://a:1/t?sasl=scram-sha-512&user=%24ConnectionString&password-file=p")
                        .authentication())
                .isEqualTo(new KafkaAuthentication.Password(
                        KafkaAuthentication.Mechanism.SCRAM_SHA_512,
                        Material.of("$ConnectionString"),
                        Material.line(Path.of("p"))));
        assertThat(connection("kafka://a:1/t?token-file=t").authentication())
                .isEqualTo(new KafkaAuthentication.Token(Material.line(Path.of("t"))));
    }

    @ParameterizedTest
    @CsvSource({
        "kafka://a:1, HOST:PORT/TOPIC",
        "kafka://a:1/, HOST:PORT/TOPIC",
        "kafka:///t, HOST:PORT/TOPIC",
        "kafka://a/t?group=g, HOST:PORT",
        "kafka://a:99999/t?group=g, HOST:PORT",
        "kafka://a:1/t, needs a consumer group",
        "kafka://a:1/t?group=, needs a consumer group",
        "kafka://a:1/in/#?group=g, LEAT-KAFKA-006",
        "kafka://a:1/t?group=g&group=h, twice",
        "kafka://a:1/t?group, not NAME=VALUE",
        "kafka://a:1/t?group=%zz, begins no escape",
        "kafka://a:1/t?group=g&from=start, earliest or latest",
        "kafka://a:1/t?group=g&acks=one, there is no 'acks' here",
        "kafka://a:1/t?group=g&ca=f, kafkas://",
        "kafkas://a:1/t?group=g&cert=f, cert and key go together",
        "kafka://a:1/t?group=g&sasl=plain, go together",
        "kafka://a:1/t?group=g&sasl=md5&user=u&password-file=f, plain or scram-sha-256 or scram-sha-512",
        "kafka://a:1/t?group=g&token-file=f&user=u, 'give token-file, or sasl, user and password-file'"
    })
    void whatIsWrongIsSaid(String text, String why) {
        assertThatThrownBy(() -> {
                    KafkaAddress address = KafkaAddress.parse(text);
                    address.connection("client", true);
                    address.source(List.of(address));
                })
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("LEAT-CLI-003: kafka")
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource({
        "kafka://a:1/t?group=g, there is no 'group' here",
        "kafka://a:1/t?acks=two, all or one or zero",
        "kafka://a:1/t?partition=key, topic or property:NAME",
        "kafka://a:1/a b, LEAT-KAFKA-006"
    })
    void whatIsWrongWithADestinationIsSaid(String text, String why) {
        assertThatThrownBy(() -> KafkaAddress.parse(text).sink())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(why);
    }
}
