package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a user writes where a broker is. */
class BrokerAddressTest {

    @ParameterizedTest
    @CsvSource({
        "localhost, localhost, 1883, false,",
        "localhost:1, localhost, 1, false,",
        "mqtt://broker.example:1884, broker.example, 1884, false,",
        "mqtts://broker.example, broker.example, 8883, true,",
        "[::1]:1883, ::1, 1883, false,",
        "mqtts://[::1], ::1, 8883, true,",
        "ws://h:8080/a/b, h, 8080, false, /a/b",
        "ws://h, h, 80, false, /mqtt",
        "wss://h, h, 443, true, /mqtt",
        "wss://[::1]:8443/, ::1, 8443, true, /"
    })
    void eachFormIsRead(String text, String host, int port, boolean tls, String path) {
        assertThat(BrokerAddress.parse(text)).isEqualTo(new BrokerAddress(host, port, tls, Optional.ofNullable(path)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":1883", "h:", "h:0", "h:65536", "h:x", "mqtt://h/path", "wss:///mqtt", "http://h:80"})
    void whatIsNoAddressIsRefusedWithAHint(String text) {
        assertThatThrownBy(() -> BrokerAddress.parse(text))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll("--broker " + text, "HOST:PORT", "wss://HOST:PORT/PATH");
    }

    @Test
    void anAddressWithASchemeIsToldFromADirectory() {
        assertThat(BrokerAddress.hasScheme("wss://h")).isTrue();
        assertThat(BrokerAddress.hasScheme("ws")).isFalse();
    }
}
