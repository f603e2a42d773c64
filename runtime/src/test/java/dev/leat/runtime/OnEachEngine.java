package dev.leat.runtime;

import dev.leat.component.core.StoreLimits;
import dev.leat.component.model.InstanceLimits;
import dev.leat.dataflow.Fault;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.data.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs each test on each engine. The timeout only keeps a graph that hangs from hanging the build. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.leat.runtime.TestLeat#available")
@Timeout(180)
abstract class OnEachEngine {

    @Parameter
    TestLeat on;

    final List<Record> results = Collections.synchronizedList(new ArrayList<>());
    final List<Fault> faults = Collections.synchronizedList(new ArrayList<>());

    final GraphOptions options =
            GraphOptions.DEFAULT.withLimits(within(Duration.ofMinutes(2))).withFaults(faults::add);

    static InstanceLimits within(Duration callTime) {
        return new InstanceLimits(StoreLimits.DEFAULT, Optional.of(callTime));
    }

    /** What came out, as text. */
    List<String> payloads() {
        return List.copyOf(results).stream().map(OnEachEngine::payload).toList();
    }

    static String payload(Record record) {
        return ((Message) record.value()).payload().asUtf8();
    }
}
