package dev.leat.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.component.model.InstanceLimits;
import dev.leat.dataflow.AccumulateLimits;
import dev.leat.dataflow.data.Message;
import dev.leat.operator.service.SchemaRegistry;
import dev.leat.operator.service.SchemaRegistry.Format;
import dev.leat.operator.service.SchemaRegistry.Schema;
import dev.leat.operator.service.SchemaRegistryException;
import dev.leat.operator.service.SchemaRegistryException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A module's {@code schema-registry.get} is a call of the registry, and its answer or error comes back as the WIT's. */
class SchemaRegistryInterfaceTest extends OnEachEngine {

    private static final Schema OVEN = new Schema(
            "oven",
            "plant",
            "3",
            Format.DELTA,
            "{\"type\": \"struct\"}",
            Optional.of("abc"),
            Optional.empty(),
            Optional.of("Öfen"),
            Map.of("site", "north"));

    private final List<Duration> timeouts = new ArrayList<>();

    private String ask(SchemaRegistry registry, String topic) throws Exception {
        return ask(registry, topic, InstanceLimits.DEFAULT);
    }

    private String ask(SchemaRegistry registry, String topic, InstanceLimits limits) throws Exception {
        OperatorSettings settings = new OperatorSettings(
                OPERATION,
                List.of(),
                List.of(),
                limits,
                AccumulateLimits.DEFAULT,
                HostServices.of(journal, journal).withSchemaRegistry(registry));
        Message answer =
                (Message) start(Fixtures.ASKER, OperatorInterface.MAP, settings).map(message("schema/" + topic, ""));
        return answer.payload().asUtf8();
    }

    private Schema found(String name, String version, Duration timeout) {
        timeouts.add(timeout);
        assertThat(name + ":" + version).isEqualTo("oven:3");
        return OVEN;
    }

    @Test
    void allThatTheRegistryKnowsOfASchemaArrives() throws Exception {
        assertThat(ask(this::found, "oven/3/5/250000000"))
                .isEqualTo("plant oven 3 delta\n{\"type\": \"struct\"}\nabc\n-\nÖfen\nsite=north");
        assertThat(timeouts).containsExactly(Duration.ofMillis(5250));
    }

    @Test
    void aTimeoutThatNobodyLivesToSeeIsADay() throws Exception {
        ask(this::found, "oven/3/" + Long.toUnsignedString(-1) + "/0");
        assertThat(timeouts).containsExactly(Duration.ofDays(1));
    }

    @Test
    void noTimeoutIsLongerThanWhatTheCallHasLeft() throws Exception {
        ask(this::found, "oven/3/3600/0", LIMITS);
        assertThat(timeouts)
                .singleElement()
                .satisfies(given -> assertThat(given)
                        .isPositive()
                        .isLessThanOrEqualTo(LIMITS.callTime().orElseThrow()));
    }

    @Test
    void eachErrorArrivesAsItsOwnCase() throws Exception {
        assertThat(refused(Reason.REQUEST)).isEqualTo("request why");
        assertThat(refused(Reason.INTERNAL)).isEqualTo("internal why");
        assertThat(refused(Reason.TIMEOUT)).isEqualTo("timeout");
        assertThat(refused(Reason.NOT_FOUND)).isEqualTo("not-found");
        assertThat(refused(Reason.NOT_AVAILABLE)).isEqualTo("not-available");
    }

    private String refused(Reason reason) throws Exception {
        return ask(
                (name, version, timeout) -> {
                    throw new SchemaRegistryException(reason, "why");
                },
                "oven/3/1/0");
    }

    @Test
    void withoutARegistryNoneIsAvailable() throws Exception {
        assertThat(ask(SchemaRegistry.NONE, "oven/3/1/0")).isEqualTo("not-available");
    }

    @Test
    void aRegistryThatFailsInAnotherWayLosesTheRecordAlone() throws Exception {
        assertProblem(
                OperatorProblem.HOST_FAILED,
                () -> ask(
                        (name, version, timeout) -> {
                            throw new IllegalStateException("broken");
                        },
                        "oven/3/1/0"));
    }
}
