package dev.leat.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leat.dataflow.Dataflow;
import dev.leat.dataflow.Fault;
import dev.leat.dataflow.Operator;
import dev.leat.dataflow.Operators;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.dataflow.TimePolicy;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.WorkerOptions;
import dev.leat.dataflow.data.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Modules that branch, delay and accumulate, as operations of a dataflow. */
class TimeOperatorsTest extends OnEachEngine {

    private final List<Record> records = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();

    private static Message reading(String json) {
        return message("oven/1", json);
    }

    private static Message celsius(double value) {
        return reading("{\"temperature\":{\"value\":" + value + ",\"unit\":\"C\"}}");
    }

    private Operator operator(String module, OperatorInterface type) {
        return engine.module(module).operator(type, settings());
    }

    /** Runs records, a millisecond apart from 1,000 on, through one operation to its end. */
    private void run(List<String> arms, String connected, Supplier<Operator> operator, Message... messages)
            throws InterruptedException {
        Dataflow dataflow = Dataflow.builder("test")
                .source("in", () -> new ListSource(List.of(messages)))
                .operator("work", arms, operator)
                .sink("out", () -> new ListSink(records))
                .connect("in", "work")
                .connect("work", connected, "out")
                .build();
        try (RunningDataflow running = RunningDataflow.start(
                dataflow, WorkerOptions.DEFAULT.withTime(TimePolicy.EVENT_TIME).withFaults(faults::add))) {
            running.await();
        }
    }

    private List<String> payloads() {
        return records.stream()
                .map(record -> ((Message) record.value()).payload().asUtf8())
                .toList();
    }

    @Test
    void aBranchsAnswerChoosesTheArm() throws Exception {
        run(
                Operators.BRANCH_ARMS,
                "True",
                () -> operator(Fixtures.TEMPERATURE, OperatorInterface.BRANCH),
                celsius(1),
                reading("{\"humidity\":{\"value\":5}}"),
                celsius(2));
        assertThat(payloads()).hasSize(2).allMatch(payload -> payload.contains("temperature"));
    }

    @Test
    void aDelayMovesTheLogicalTimeAndNothingElse() throws Exception {
        Message message = celsius(1);
        run(List.of(""), "", () -> operator("modules/window/window.wasm", OperatorInterface.DELAY), message);
        // The window module goes by the message's own time.
        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.time()).isEqualTo(new Timestamp(1_758_255_560_000L, 0, "test"));
            assertThat(record.value()).isEqualTo(message);
        });
        assertThat(faults).isEmpty();
    }

    @Test
    void anAccumulateMakesOneRecordOfEachTime() throws Exception {
        run(
                List.of(""),
                "",
                () -> operator(Fixtures.TEMPERATURE, OperatorInterface.ACCUMULATE),
                celsius(10),
                celsius(30));
        assertThat(payloads())
                .containsExactly(
                        "{\"temperature\":{\"count\":1,\"max\":10,\"min\":10,\"average\":10,\"last\":10,\"unit\":\"C\"}}",
                        "{\"temperature\":{\"count\":1,\"max\":30,\"min\":30,\"average\":30,\"last\":30,\"unit\":\"C\"}}");
    }

    @Test
    void aMeasurementOfAnotherKindTrapsAndTheGroupIsLostWithItsReason() throws Exception {
        run(
                List.of(""),
                "",
                () -> operator(Fixtures.TEMPERATURE, OperatorInterface.ACCUMULATE),
                reading("{\"humidity\":{\"value\":5}}"),
                celsius(30));
        assertThat(payloads()).hasSize(1);
        assertThat(faults).singleElement().isInstanceOfSatisfying(Fault.RecordDropped.class, dropped -> {
            assertThat(dropped.operation()).isEqualTo("work");
            assertThat(dropped.reason())
                    .hasMessageStartingWith("LEAT-OPERATOR-006: operation oven (accumulate of module");
        });
    }

    @Test
    void aModuleWithoutTheInterfaceIsRefused() {
        OperatorException refused = catchThrowableOfType(
                OperatorException.class, () -> operator("modules/window/window.wasm", OperatorInterface.ACCUMULATE));
        assertThat(refused.problem()).isEqualTo(OperatorProblem.WRONG_INTERFACE);
    }
}
