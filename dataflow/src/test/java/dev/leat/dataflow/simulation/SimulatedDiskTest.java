package dev.leat.dataflow.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The simulated disk keeps its promises, and no more than these. */
final class SimulatedDiskTest {

    @Test
    void whatReturnedSurvivesACrash() throws IOException {
        for (int seed = 0; seed < 100; seed++) {
            SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(seed));
            disk.write("a", new byte[] {1, 2, 3});
            disk.rename("a", "b");
            disk.crash();
            assertThat(disk.names()).containsExactly("b");
            assertThat(disk.read("b")).containsExactly(1, 2, 3);
        }
    }

    @Test
    void whatDidNotReturnIsThereOrTornOrNot() throws IOException {
        Set<String> seen = new HashSet<>();
        for (int seed = 0; seed < 500; seed++) {
            SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(seed));
            disk.write("old", new byte[9]);
            disk.crashing = true;
            String done = "nothing";
            try {
                disk.write("new", new byte[9]);
                done = "written";
                disk.rename("new", "final");
                done = "renamed";
            } catch (CrashError crash) {
                done += " crash";
            }
            disk.crash();
            String left = disk.names().toString();
            seen.add(done + " " + left + (disk.names().contains("new") && disk.read("new").length < 9 ? " torn" : ""));
        }
        assertThat(seen)
                .contains(
                        "nothing crash [old]",
                        "nothing crash [new, old] torn",
                        "written crash [new, old]",
                        "written crash [final, old]",
                        "renamed [final, old]");
    }
}
