package dev.leat.dataflow.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The simulated disk keeps its promises, and no more than these. */
final class SimulatedDiskTest {

    private static void write(SimulatedDisk disk, String name, byte[] content) throws IOException {
        disk.write(name, List.of(ByteBuffer.wrap(content)));
    }

    @Test
    void whatReturnedSurvivesACrash() throws IOException {
        for (int seed = 0; seed < 100; seed++) {
            SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(seed));
            write(disk, "a", new byte[] {1, 2, 3});
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
            write(disk, "older", new byte[9]);
            disk.rename("older", "old");
            disk.crashing = true;
            String done = "nothing";
            try {
                write(disk, "new", new byte[9]);
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
                        "written crash [old]",
                        "written crash [new, old]",
                        "written crash [final, old]",
                        "renamed [final, old]")
                .doesNotContain("renamed [new, old]", "renamed [old]");
    }

    /** As a file system does where only the file is forced. */
    @Test
    void aNewNameMayBeGoneUntilTheNextRename() throws IOException {
        Set<String> seen = new HashSet<>();
        for (int seed = 0; seed < 100; seed++) {
            SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(seed));
            write(disk, "a", new byte[] {1, 2, 3});
            write(disk, "b", new byte[] {4});
            disk.rename("b", "c");
            write(disk, "d", new byte[] {5, 6});
            disk.delete("c");
            disk.crash();
            assertThat(disk.read("a")).containsExactly(1, 2, 3);
            seen.add(disk.names().toString());
            if (disk.names().contains("d")) {
                assertThat(disk.read("d")).containsExactly(5, 6);
            }
        }
        assertThat(seen).containsExactlyInAnyOrder("[a]", "[a, c]", "[a, d]", "[a, c, d]");
    }

    @Test
    void aProcessThatDiedDoesNothingMore() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(1));
        disk.crashing = true;
        assertThatThrownBy(() -> {
                    while (true) {
                        write(disk, "a", new byte[9]);
                    }
                })
                .isInstanceOf(CrashError.class);
        disk.crashing = false;
        assertThatThrownBy(() -> write(disk, "b", new byte[9])).isInstanceOf(CrashError.class);
        assertThatThrownBy(disk::endIfCrashed).isInstanceOf(CrashError.class);
        disk.crash();
        disk.endIfCrashed();
        write(disk, "b", new byte[9]);
        assertThat(disk.names()).contains("b");
    }
}
