package dev.leat.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.dataflow.AccumulateLimits;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.UserProperty;
import dev.leat.operator.service.CommandException;
import dev.leat.operator.service.Commands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A module that calls commands: what it builds arrives, what is answered comes back, and errors have their names. */
final class CommandInterfaceTest extends OnEachEngine {

    private final FakeCommands commands = new FakeCommands();

    private TestOperation caller() {
        return caller(commands);
    }

    private TestOperation caller(Commands behind) {
        return start(
                Fixtures.CALLER,
                OperatorInterface.MAP,
                new OperatorSettings(
                        OPERATION,
                        List.of(),
                        List.of(),
                        LIMITS,
                        AccumulateLimits.DEFAULT,
                        HostServices.of(journal, journal).withCommands(behind)));
    }

    private static Message call(String payload, String... properties) {
        List<UserProperty> all = new ArrayList<>();
        for (int i = 0; i < properties.length; i += 2) {
            all.add(new UserProperty(properties[i], properties[i + 1]));
        }
        Message plain = message("a/topic", payload);
        return new Message(plain.timestamp(), plain.topic(), plain.contentType(), plain.payload(), all, plain.schema());
    }

    @Test
    void whatAModuleBuildsArrivesAndWhatIsAnsweredComesBack() throws Exception {
        commands.answer = request -> new Commands.Response(
                Bytes.utf8("done"),
                List.of(new UserProperty("k", "v"), new UserProperty("k", "w")),
                Optional.of(new Timestamp(1_700_000_000_123L, 7, "node")));
        Message result = (Message) caller().map(call(
                "do it",
                "request",
                "rpc/{executorId}/{commandName}",
                "response",
                "answers/{commandName}",
                "name",
                "reset",
                "namespace",
                "plant",
                "prefix",
                "before",
                "suffix",
                "after",
                "token:executorId",
                "oven",
                "late-token:ex:line",
                "3",
                "data:a",
                "1",
                "data:a",
                "2",
                "timeout",
                "2500"));
        assertThat(commands.opened)
                .containsExactly(new Commands.InvokerOptions(
                        "rpc/{executorId}/{commandName}",
                        Optional.of("answers/{commandName}"),
                        "reset",
                        Optional.of("plant"),
                        Map.of("executorId", "oven"),
                        Optional.of("before"),
                        Optional.of("after")));
        assertThat(commands.requests)
                .containsExactly(new Commands.Request(
                        Bytes.utf8("do it"),
                        List.of(new UserProperty("a", "1"), new UserProperty("a", "2")),
                        Map.of("ex:line", "3"),
                        Duration.ofMillis(2500)));
        assertThat(result.payload()).isEqualTo(Bytes.utf8("done"));
        assertThat(result.properties())
                .containsExactly(
                        new UserProperty("k", "v"),
                        new UserProperty("k", "w"),
                        new UserProperty("time", "1700000000.123000000:7:node"));
    }

    @Test
    void aModuleMayGoOnWithTheBuilderThatItBeganWith() throws Exception {
        caller().map(call("x", "request", "a", "name", "b", "forget", "", "timeout", "1000"));
        assertThat(commands.opened.getFirst().commandName()).isEqualTo("b");
        assertThat(commands.opened.getFirst().responseTopicPattern()).isEmpty();
    }

    @Test
    void whatAModuleLeftOutIsABuildError() {
        TestOperation caller = caller();
        assertThatThrownBy(() -> caller.map(call("x", "request", "a", "name", "b")))
                .hasMessageContaining("BuildError");
        assertThatThrownBy(() -> caller.map(call("x", "name", "b", "timeout", "1000")))
                .hasMessageContaining("BuildError");
        assertThatThrownBy(() -> caller.map(call("x", "request", "b", "timeout", "1000")))
                .hasMessageContaining("BuildError");
        assertThatThrownBy(() -> caller.map(call("x", "request", "", "name", "b", "timeout", "1000")))
                .hasMessageContaining("ConfigurationInvalid");
    }

    @Test
    void eachReasonArrivesAsItsCase() {
        TestOperation caller = caller();
        for (CommandException.Reason reason : CommandException.Reason.values()) {
            commands.refuse(reason);
            String name = reason.name().replace("_", "").toLowerCase(java.util.Locale.ROOT);
            assertThatThrownBy(() -> caller.map(call("x", "request", "a", "name", "b", "timeout", "1000")))
                    .satisfies(failure -> assertThat(failure.getMessage().toLowerCase(java.util.Locale.ROOT))
                            .contains(name));
        }
    }

    @Test
    void anInvokerIsClosedWhenItsModuleDropsItOrEnds() throws Exception {
        TestOperation caller = caller();
        caller.map(call("x", "request", "a", "name", "b", "timeout", "1000"));
        assertThat(commands.open).isZero();
        caller.map(call("x", "request", "a", "name", "b", "timeout", "1000", "keep", "it"));
        caller.map(call("x", "request", "a", "name", "b", "timeout", "1000", "keep", "it"));
        assertThat(commands.open).isOne();
        assertThat(commands.opened).hasSize(2);
        assertThatThrownBy(() ->
                        caller.map(call("x", "request", "a", "name", "b", "timeout", "1000", "keep", "it", "trap", "")))
                .hasMessageContaining("LEAT-OPERATOR-006");
        assertThat(commands.open).isZero();
        caller.map(call("x", "request", "a", "name", "b", "timeout", "1000", "keep", "it"));
        caller.close();
        assertThat(commands.open).isZero();
    }

    @Test
    void withoutABrokerAModuleIsToldSo() {
        TestOperation caller = caller(Commands.NONE);
        assertThatThrownBy(() -> caller.map(call("x", "request", "a", "name", "b", "timeout", "1000")))
                .hasMessageContaining("ConfigurationInvalid");
    }

    @Test
    void aModuleHoldsNoMoreInvokersThanItMay() throws Exception {
        TestOperation caller = caller();
        for (int i = 0; i < CommandInterface.MOST_INVOKERS; i++) {
            caller.map(call("x", "request", "a", "name", "b", "timeout", "1000", "keep", "invoker " + i));
        }
        assertThatThrownBy(
                        () -> caller.map(call("x", "request", "a", "name", "b", "timeout", "1000", "keep", "one more")))
                .hasMessageContaining("ResourceTableError");
        assertThat(commands.open).isEqualTo(CommandInterface.MOST_INVOKERS);
        assertThat(caller.map(call("x", "request", "a", "name", "b", "timeout", "1000", "keep", "invoker 0")))
                .isNotNull();
    }

    @Test
    void aRequestWeighsWhatItKeepsAlive() {
        CommandBuilders.Request builder = new CommandBuilders().request();
        builder.payload = Bytes.utf8("12345");
        long before = builder.weight();
        builder.customUserData = List.of(new UserProperty("key", "x".repeat(10_000)));
        assertThat(before).isEqualTo(5);
        assertThat(builder.weight()).isGreaterThan(10_000);
    }

    @Test
    void buildersCountOnceUntilTheirLastHandleIsDroppedAndHaveABound() {
        CommandBuilders builders = new CommandBuilders();
        Bytes large = Bytes.of(new byte[(int) (CommandBuilders.MOST_BYTES / 2)]);
        CommandBuilders.Request first = builders.request();
        first.payload = large;
        first.grown();
        CommandBuilders.Options options = builders.options();
        options.commandName = Optional.of("n".repeat(1_000_000));
        options.grown();
        // Both handles of the first are still there, and so is what it holds.
        first.dropped();
        CommandBuilders.Request second = builders.request();
        second.payload = large;
        assertThatThrownBy(second::grown)
                .isInstanceOfSatisfying(
                        CommandException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(CommandException.Reason.RESOURCE_TABLE_ERROR))
                .hasMessageContaining("64 MiB");
        assertThat(second.payload).isEqualTo(Bytes.EMPTY);
        first.dropped();
        second.payload = large;
        second.grown();
        assertThat(builders.bytes()).isBetween(large.length() + 1_000_000L, large.length() + 1_010_000L);
        second.dropped();
        second.dropped();
        options.dropped();
        options.dropped();
        assertThat(builders.bytes()).isZero();
    }
}
