package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.endpoint.mqtt.MosquittoServer;
import dev.leat.endpoint.mqtt.MqttConnectionOptions;
import org.junit.jupiter.api.Test;

/** The connections of what modules call over MQTT. */
final class RunServicesTest {

    private static MqttConnectionOptions graph(MosquittoServer broker) {
        return MqttConnectionOptions.builder(broker.host(), broker.port(), "the-graph")
                .failFast(true)
                .build();
    }

    @Test
    void aStoreNamedByTheAddressOfTheGraphsOwnBrokerSharesTheSessionOfTheCommands() throws Exception {
        try (MosquittoServer broker = MosquittoServer.start();
                RunServices services = RunServices.at(graph(broker))) {
            services.store("mqtt");
            broker.awaitLog("as the-graph-services");
            services.store("mqtt://" + broker.host() + ":" + broker.port());
            // Were there a second connection, the broker would have it before this one.
            try (RunServices other = RunServices.withoutBroker(BrokerAccess.ANONYMOUS)) {
                other.store("mqtt://" + broker.host() + ":" + broker.port());
                assertThat(broker.awaitLog(" as ")).contains(" as leat-");
            }
        }
    }

    @Test
    void underAnotherNameOfThatBrokerItHasASessionOfItsOwn() throws Exception {
        try (MosquittoServer broker = MosquittoServer.start();
                RunServices services = RunServices.at(graph(broker))) {
            services.store("mqtt");
            broker.awaitLog("as the-graph-services");
            services.store("mqtt://localhost:" + broker.port());
            broker.awaitLog("as the-graph-state");
        }
    }
}
