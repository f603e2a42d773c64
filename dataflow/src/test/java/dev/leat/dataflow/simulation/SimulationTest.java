package dev.leat.dataflow.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What comes out of any graph is a function of what goes in, whatever happens on the way. */
final class SimulationTest {

    private static final int MOST_SHOWN = 3;

    @Test
    void whateverHappensWhatComesOutIsWhatTheReferenceSays() {
        long seeds = Long.getLong("leat.simulate", 1000);
        List<String> failures = new ArrayList<>();
        long failed = 0;
        for (long seed = 1; seed <= seeds; seed++) {
            try {
                Simulation.run(seed);
            } catch (AssertionError wrong) {
                failed++;
                if (failures.size() < MOST_SHOWN) {
                    failures.add(String.valueOf(wrong.getMessage()));
                }
            }
        }
        assertThat(failures).as("%d of %d seeds failed", failed, seeds).isEmpty();
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        for (long seed = 1; seed <= 100; seed++) {
            assertThat(Simulation.run(seed)).as("seed %d", seed).isEqualTo(Simulation.run(seed));
        }
    }

    @Test
    void seedsCoverWhatTheyAreFor() {
        List<Scenario> scenarios =
                LongStream.rangeClosed(1, 500).mapToObj(Scenarios::of).toList();
        Set<Class<?>> steps = new HashSet<>();
        scenarios.forEach(scenario ->
                scenario.plan().places().forEach(place -> steps.add(place.step().getClass())));
        assertThat(steps).hasSize(Plan.Step.class.getPermittedSubclasses().length);
        assertThat(scenarios)
                .filteredOn(scenario -> scenario.isExact() && scenario.crashes() > 0)
                .hasSizeGreaterThan(30);
        assertThat(scenarios).filteredOn(scenario -> !scenario.isExact()).hasSizeGreaterThan(100);
        assertThat(scenarios).filteredOn(scenario -> scenario.crashes() == 0).hasSizeGreaterThan(100);
        assertThat(scenarios).extracting(Scenario::ending).contains(Scenario.Ending.values());
        assertThat(scenarios).filteredOn(Scenario::drifting).isNotEmpty();
        assertThat(scenarios).filteredOn(scenario -> scenario.stops() > 0).isNotEmpty();
        assertThat(scenarios)
                .filteredOn(scenario -> Reference.of(scenario).values().stream()
                        .anyMatch(outputs -> outputs.stream()
                                .anyMatch(output -> output.text().contains("{"))))
                .hasSizeGreaterThan(150);
    }
}
