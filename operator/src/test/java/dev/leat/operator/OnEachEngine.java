package dev.leat.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leat.component.core.StoreLimits;
import dev.leat.component.model.InstanceLimits;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataTimestamp;
import dev.leat.dataflow.data.Message;
import dev.leat.operator.OperatorSettings.Property;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs each test on each engine, with short ways to start operators of modules. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.leat.operator.TestEngine#available")
abstract class OnEachEngine {

    /** Generous: no test waits for it, it only keeps a broken engine from hanging the build. */
    static final InstanceLimits LIMITS = new InstanceLimits(StoreLimits.DEFAULT, Optional.of(Duration.ofMinutes(2)));

    static final DataTimestamp TIME = new DataTimestamp(1_758_255_553L, 528_000_000, 3, "node");

    /** The operation's name in all that the tests start, unless they say otherwise. */
    static final String OPERATION = "oven";

    @Parameter
    TestEngine engine;

    final Journal journal = new Journal();
    private final List<TestOperation> started = new ArrayList<>();

    @AfterEach
    void closeOperations() throws Exception {
        for (TestOperation operation : started) {
            operation.close();
        }
    }

    TestOperation map(String module, Property... properties) {
        return start(module, OperatorInterface.MAP, settings(properties));
    }

    TestOperation filter(String module, Property... properties) {
        return start(module, OperatorInterface.FILTER, settings(properties));
    }

    TestOperation start(String module, OperatorInterface type, OperatorSettings settings) {
        TestOperation operation = new TestOperation(engine.module(module).operator(type, settings));
        started.add(operation);
        return operation;
    }

    OperatorSettings settings(Property... properties) {
        return new OperatorSettings(OPERATION, List.of(properties), List.of(), LIMITS, journal, journal);
    }

    OperatorSettings settings(InstanceLimits limits) {
        return new OperatorSettings(OPERATION, List.of(), List.of(), limits, journal, journal);
    }

    /** The limits of the tests, but for the memory. */
    static InstanceLimits withMemory(long bytes) {
        return new InstanceLimits(new StoreLimits(bytes, StoreLimits.DEFAULT.tableElements()), LIMITS.callTime());
    }

    /** The limits of the tests, but for the time. */
    static InstanceLimits withCallTime(Duration callTime) {
        return new InstanceLimits(LIMITS.store(), Optional.of(callTime));
    }

    static Property property(String key, String value) {
        return new Property(key, value);
    }

    static Message message(String topic, String payload) {
        return Message.of(TIME, topic, Bytes.utf8(payload));
    }

    /** What {@code hostile} is told to do. */
    static Message command(String command) {
        return message("cmd/" + command, "payload");
    }

    /** The call must fail in this way; gives the exception for a closer look. */
    static OperatorException assertProblem(OperatorProblem problem, ThrowingCallable call) {
        OperatorException failure = catchThrowableOfType(OperatorException.class, call);
        assertThat(failure).as("expected " + problem).isNotNull();
        assertThat(failure.problem()).as(failure.getMessage()).isEqualTo(problem);
        assertThat(failure).hasMessageStartingWith(problem.code() + ": ");
        return failure;
    }
}
