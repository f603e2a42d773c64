package dev.leat.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.component.core.StoreLimits;
import dev.leat.component.model.InstanceLimits;
import dev.leat.dataflow.AccumulateLimits;
import dev.leat.dataflow.data.Message;
import dev.leat.operator.service.StateStoreException;
import dev.leat.operator.service.StateStoreException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a module that uses the state store does with each of its functions, conditions and errors. */
class StateStoreInterfaceTest extends OnEachEngine {

    private static final String COUNTERS =
            "\"count\":1,\"min\":50,\"average\":60,\"last\":60,\"unit\":\"C\",\"overtemp\":false";

    private final MapStateStore store = new MapStateStore();

    private TestOperation enrichment() {
        return enrichment(LIMITS);
    }

    private TestOperation enrichment(InstanceLimits limits) {
        return start(
                Fixtures.ENRICHMENT,
                OperatorInterface.MAP,
                new OperatorSettings(
                        OPERATION,
                        List.of(),
                        List.of(),
                        limits,
                        AccumulateLimits.DEFAULT,
                        HostServices.of(journal, journal).withStateStore(store)));
    }

    private static Message temperature(int max) {
        return message(
                "t",
                "{\"sensor_data\":{\"temperature\":[{" + COUNTERS + ",\"max\":" + max + "}],\"humidity\":[]"
                        + ",\"object\":[]}}");
    }

    private static Message humidity(int min, int max) {
        return message(
                "t",
                "{\"sensor_data\":{\"temperature\":[],\"humidity\":[{\"count\":1,\"min\":" + min + ",\"max\":" + max
                        + ",\"average\":1,\"last\":1}],\"object\":[]}}");
    }

    @Test
    void conditionsExpiriesAndTokensArriveAsTheModuleMeansThem() throws Exception {
        store.values.put("overtemp_count", "41");
        enrichment().map(temperature(120));
        assertThat(store.calls)
                .containsExactly(
                        "set overtemp=true ALWAYS",
                        "set lock=module2 ABSENT_OR_EQUAL for PT10S",
                        "get overtemp_count within PT10S",
                        "set overtemp_count=42 ALWAYS with 001750000000125:00007:store",
                        "vdel lock=module2");
        assertThat(store.values).containsOnlyKeys("overtemp", "overtemp_count");
        assertThat(journal.messages()).isEmpty();
    }

    @Test
    void whatIsFoundReachesTheModule() throws Exception {
        store.values.put("overtemp", "true");
        Message enriched = (Message) enrichment().map(temperature(90));
        assertThat(enriched.payload().asUtf8()).contains("\"overtemp\":true");
        store.values.clear();
        enriched = (Message) enrichment().map(temperature(90));
        assertThat(enriched.payload().asUtf8()).contains("\"overtemp\":false");
    }

    @Test
    void aConditionThatDoesNotHoldIsNoError() throws Exception {
        store.values.put("lock", "another");
        enrichment().map(temperature(120));
        assertThat(journal.messages())
                .containsExactly(
                        "the lock is held by another", "the lock is held by another", "the lock is held by another");
    }

    @Test
    void deletingTellsTheModuleWhetherThereWasAnything() throws Exception {
        TestOperation enrichment = enrichment();
        enrichment.map(humidity(90, 90));
        assertThat(store.values).containsEntry("wet_flag", "90");
        enrichment.map(humidity(10, 20));
        enrichment.map(humidity(10, 20));
        assertThat(store.calls).endsWith("del wet_flag", "del wet_flag");
        assertThat(journal.messages()).containsExactly("wet_flag was deleted");
    }

    @Test
    void eachErrorIsTheInterfacesOwn() throws Exception {
        TestOperation enrichment = enrichment();
        assertThat(complaint(enrichment, Reason.REQUEST)).isEqualTo("could not get overtemp: the store's words");
        assertThat(complaint(enrichment, Reason.TIMEOUT)).isEqualTo("could not get overtemp: no answer in time");
        assertThat(complaint(enrichment, Reason.PROTOCOL))
                .isEqualTo("could not get overtemp: an answer against the protocol");
        assertThat(complaint(enrichment, Reason.INTERNAL)).isEqualTo("could not get overtemp: an internal error");
        assertThat(journal.messages()).as("whoever runs the graph reads why").contains("the store's words");
    }

    private String complaint(TestOperation enrichment, Reason reason) throws Exception {
        store.failure = new StateStoreException(reason, "the store's words");
        enrichment.map(temperature(90));
        return journal.messages().getLast();
    }

    @Test
    void noCallWaitsLongerThanTheModulesOwnCallMayTake() throws Exception {
        Duration limit = Duration.ofSeconds(10);
        enrichment(new InstanceLimits(StoreLimits.DEFAULT, Optional.of(limit))).map(temperature(90));
        assertThat(store.timeouts)
                .singleElement()
                .satisfies(given -> assertThat(given)
                        .isPositive()
                        .isLessThanOrEqualTo(limit.multipliedBy(9).dividedBy(10)));
    }

    @Test
    void withoutAStoreEveryCallIsARequestError() throws Exception {
        map(Fixtures.ENRICHMENT).map(temperature(90));
        assertThat(journal.messages()).containsExactly("could not get overtemp: no state store is connected");
    }

    @Test
    void aModuleSaysWhetherItUsesTheStore() {
        assertThat(engine.module(Fixtures.ENRICHMENT).imports("wasm-graph:processor/state-store"))
                .isTrue();
        assertThat(engine.module(Fixtures.TEMPERATURE).imports("wasm-graph:processor/state-store"))
                .isFalse();
    }

    @Test
    void durationsOfAnyLengthAreDurations() {
        assertThat(StateStoreInterface.duration(new Wit.Duration(1, 500_000_000)))
                .isEqualTo(Duration.ofMillis(1_500));
        assertThat(StateStoreInterface.duration(new Wit.Duration(0, -1))).isEqualTo(Duration.ofNanos(0xFFFF_FFFFL));
        assertThat(StateStoreInterface.duration(new Wit.Duration(-1, -1))).isGreaterThan(Duration.ofDays(1_000_000));
        assertThat(StateStoreInterface.duration(new Wit.Duration(Long.MAX_VALUE, -1)))
                .isGreaterThan(Duration.ofDays(1_000_000));
    }
}
