package dev.leat.cli;

import dev.leat.endpoint.mqtt.MqttConnectionOptions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The broker of a command that speaks with other programs over it. */
final class BrokerOptions {

    private static final Duration SESSION = Duration.ofMinutes(1);

    @Option(
            names = "--broker",
            paramLabel = "HOST:PORT",
            description =
                    "An MQTT v5 broker; mqtts://HOST:PORT for TLS, ws:// and wss://HOST:PORT/PATH for WebSockets.")
    private @Nullable String broker;

    @Option(
            names = "--client-id",
            paramLabel = "ID",
            description = "The MQTT client id, if not one of the command's own choice.")
    private @Nullable String clientId;

    @Mixin
    private CredentialOptions credentials = new CredentialOptions();

    boolean given() {
        return broker != null;
    }

    /**
     * @param id the client id where none was given
     * @param inFlight how many messages may be under way
     * @throws UsageException where the broker is not named, or an option goes with none
     */
    MqttConnectionOptions connection(String id, int inFlight) {
        String address = broker;
        if (address == null) {
            throw new UsageException(CliProblem.OPTIONS, "say which broker: --broker HOST:PORT");
        }
        credentials.check();
        BrokerAddress there = BrokerAddress.parse(address);
        return connection(there, Optional.ofNullable(clientId).orElse(id), credentials.at(there), inFlight, true);
    }

    /** @param failFast whether a broker that is not there at first ends the connection */
    static MqttConnectionOptions connection(
            BrokerAddress address, String clientId, BrokerAccess access, int inFlight, boolean failFast) {
        return access.to(address, clientId)
                .sessionExpiry(SESSION)
                .maxInFlight(inFlight)
                .failFast(failFast)
                .build();
    }

    /**
     * Options of one who is answered.
     *
     * @throws UsageException where the client id cannot be a part of the topic that answers come on
     */
    static MqttConnectionOptions answered(MqttConnectionOptions options) {
        if (options.clientId().matches(".*[/+#].*")) {
            throw new UsageException(
                    CliProblem.VALUE,
                    "--client-id " + options.clientId()
                            + ": leave out /, + and #: the state store's answers come on a topic with this name in it");
        }
        return options;
    }

    /** Unlike that of any other process: two that take each other's session would both fail. */
    static String madeUp(String name) {
        return name + "-"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
