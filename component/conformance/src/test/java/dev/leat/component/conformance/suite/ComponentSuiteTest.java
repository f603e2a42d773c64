package dev.leat.component.conformance.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.component.conformance.Engines;
import dev.leat.component.conformance.suite.ScriptRun.NotRefusedError;
import dev.leat.component.conformance.suite.SuiteCommand.AssertRefused;
import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreEngineOptions;
import dev.leat.component.core.CoreEngineProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each command of the suite, on each engine.
 *
 * <p>What cannot be run is in {@code not-run.txt}, what should be refused and is not in {@code not-refused.txt}. Both
 * are exact: a command that is listed and does what it should fails its test. To write them anew, run this class with
 * {@code -Dleat.conformance.write=true} and look at the difference.
 */
class ComponentSuiteTest {

    private static final boolean WRITE = Boolean.getBoolean("leat.conformance.write");
    private static final String NOT_RUN = "not-run.txt";
    private static final String NOT_REFUSED = "not-refused.txt";

    private static final ListedCommands LISTED_NOT_RUN = ListedCommands.read(NOT_RUN);
    private static final ListedCommands LISTED_NOT_REFUSED = ListedCommands.read(NOT_REFUSED);
    private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();
    private static final Map<String, String> SEEN_NOT_RUN = new TreeMap<>();
    private static final Map<String, String> SEEN_NOT_REFUSED = new TreeMap<>();
    private static final Map<String, Integer> REFUSED = new TreeMap<>();

    @TestFactory
    Stream<DynamicNode> suite() {
        List<SuiteScript> scripts = SuiteScript.all();
        return Engines.available().map(named -> engine(named.getPayload(), scripts));
    }

    private static DynamicNode engine(CoreEngineProvider provider, List<SuiteScript> scripts) {
        CoreEngine engine = provider.open(CoreEngineOptions.DEFAULT);
        OPEN.push(engine);
        return DynamicContainer.dynamicContainer(
                provider.name(), scripts.stream().map(script -> script(engine, script)));
    }

    private static DynamicNode script(CoreEngine engine, SuiteScript script) {
        ScriptRun run = new ScriptRun(engine);
        OPEN.push(run);
        return DynamicContainer.dynamicContainer(
                script.name(),
                script.commands().stream()
                        .map(command -> DynamicTest.dynamicTest(
                                script.key(command) + " " + command.describe(),
                                () -> check(engine, run, script.key(command), command))));
    }

    private static void check(CoreEngine engine, ScriptRun run, String key, SuiteCommand command) throws IOException {
        try {
            run.run(command);
        } catch (NotRefusedError e) {
            SEEN_NOT_REFUSED.put(key, command.describe());
            if (WRITE || LISTED_NOT_REFUSED.contains(key)) {
                return;
            }
            throw e;
        } catch (RuntimeException | AssertionError e) {
            SEEN_NOT_RUN.put(key, command.describe() + " (" + reason(e) + ")");
            if (WRITE || LISTED_NOT_RUN.contains(key)) {
                return;
            }
            throw e;
        }
        if (command instanceof AssertRefused) {
            REFUSED.merge(engine.name(), 1, Integer::sum);
        }
        for (ListedCommands list : List.of(LISTED_NOT_RUN, LISTED_NOT_REFUSED)) {
            assertThat(WRITE || !list.contains(key))
                    .as("%s does what it should: take it off %s", key, list)
                    .isTrue();
        }
    }

    private static String reason(Throwable failure) {
        String message = String.valueOf(failure.getMessage()).strip().replaceAll("\\s+", " ");
        return (failure instanceof AssertionError ? "FAILS: " : "") + message;
    }

    @Test
    void whatIsListedIsInTheSuite() {
        TreeSet<String> keys = new TreeSet<>();
        for (SuiteScript script : SuiteScript.all()) {
            script.commands().forEach(command -> keys.add(script.key(command)));
        }
        assertThat(keys).containsAll(LISTED_NOT_RUN.reasons().keySet());
        assertThat(keys).containsAll(LISTED_NOT_REFUSED.reasons().keySet());
    }

    @AfterAll
    static void report() throws Exception {
        System.out.println(
                "binaries refused as they should be: " + REFUSED + ", not refused: " + SEEN_NOT_REFUSED.keySet());
        System.out.println("commands not run: " + SEEN_NOT_RUN);
        while (!OPEN.isEmpty()) {
            OPEN.pop().close();
        }
        if (WRITE) {
            Path resources =
                    Path.of(System.getProperty("leat.root")).resolve("component/conformance/src/test/resources");
            ListedCommands.write(resources, NOT_RUN, SEEN_NOT_RUN);
            ListedCommands.write(resources, NOT_REFUSED, SEEN_NOT_REFUSED);
        }
    }
}
