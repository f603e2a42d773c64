package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.endpoint.Material;
import dev.leat.endpoint.TlsOptions;
import dev.leat.endpoint.mqtt.MqttAuthentication;
import dev.leat.endpoint.mqtt.MqttConnectionOptions;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Who a command is, from its options. */
class CredentialOptionsTest {

    private static MqttConnectionOptions connection(String address, String... arguments) {
        CredentialOptions options = new CredentialOptions();
        new CommandLine(options).parseArgs(arguments);
        options.check();
        BrokerAddress broker = BrokerAddress.parse(address);
        return options.at(broker).to(broker, "id").build();
    }

    @Test
    void nobodyIsAnonymousAndNotEncrypted() {
        MqttConnectionOptions connection = connection("h");
        assertThat(connection.authentication()).isEqualTo(MqttAuthentication.NONE);
        assertThat(connection.tls()).isEmpty();
        assertThat(connection.webSocketPath()).isEmpty();
    }

    @Test
    void anAddressWithTlsTrustsWhomJavaTrusts() {
        assertThat(connection("mqtts://h").tls()).contains(TlsOptions.DEFAULT);
        MqttConnectionOptions webSocket = connection("wss://h/x");
        assertThat(webSocket.tls()).contains(TlsOptions.DEFAULT);
        assertThat(webSocket.webSocketPath()).hasValue("/x");
    }

    @Test
    void filesAreReadWhenItConnects() {
        assertThat(connection("mqtts://h", "--ca", "ca.pem", "--cert", "c.pem", "--key", "k.pem")
                        .tls())
                .contains(TlsOptions.trusting(Material.file(Path.of("ca.pem")))
                        .withIdentity(Material.file(Path.of("c.pem")), Material.file(Path.of("k.pem"))));
        assertThat(connection("h", "--token-file", "token").authentication())
                .isEqualTo(MqttAuthentication.serviceAccount(Material.line(Path.of("token"))));
        assertThat(connection("h", "--username", "me", "--password-file", "p").authentication())
                .isEqualTo(new MqttAuthentication.Password(Material.of("me"), Material.line(Path.of("p"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h --ca ca.pem",
                "ws://h --cert c.pem --key k.pem",
                "mqtts://h --cert c.pem",
                "mqtts://h --key k.pem",
                "h --password-file p",
                "h --username me --token-file t"
            })
    void whatDoesNotGoTogetherIsRefused(String line) {
        String[] words = line.split(" ", 2);
        assertThatThrownBy(() -> connection(words[0], words[1].split(" "))).isInstanceOf(UsageException.class);
    }

    @Test
    void anotherHostIsNotToldWhoTheCommandIs() {
        BrokerAccess there = new BrokerAccess(
                        MqttAuthentication.serviceAccount(Material.of("token")),
                        TlsOptions.trusting(Material.of("ca")).withIdentity(Material.of("c"), Material.of("k")))
                .elsewhere();
        assertThat(there.authentication()).isEqualTo(MqttAuthentication.NONE);
        assertThat(there.tls().identity()).isEqualTo(Optional.empty());
        assertThat(there.tls().authorities()).isEqualTo(Optional.of(Material.of("ca")));
    }
}
