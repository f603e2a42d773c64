package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.dataflow.state.CheckpointStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state directory belongs to one run at a time, whoever else tries. */
final class StateDirectoryTest {

    @TempDir
    private Path temporary;

    private static Process another(Path directory) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--class-path",
                        System.getProperty("java.class.path"),
                        StateDirectoryHolder.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String firstLine(BufferedReader out) throws IOException {
        String line = out.readLine();
        return line == null ? "nothing" : line;
    }

    private static void assertInUse(Path directory) {
        assertThatThrownBy(() -> StateDirectory.open(directory))
                .isInstanceOf(GraphException.class)
                .hasMessageStartingWith("LEAT-RUNTIME-006: the state directory " + directory + " is in use");
    }

    @Test
    void whoeverComesSecondIsRefusedAndTheFirstKeepsItsLock() throws Exception {
        Path directory = temporary.resolve("state");
        Path link = temporary.resolve("link");
        try (StateDirectory first = StateDirectory.open(directory)) {
            Files.createSymbolicLink(link, directory);
            assertInUse(directory);
            assertInUse(temporary.resolve("state/../state"));
            assertInUse(link);
            for (int attempt = 0; attempt < 2; attempt++) {
                Process second = another(directory);
                try (BufferedReader out = second.inputReader()) {
                    assertThat(firstLine(out)).startsWith("LEAT-RUNTIME-006: ").contains("is in use");
                } finally {
                    second.destroyForcibly().waitFor();
                }
            }
            assertThat(first.checkpoints().latest()).isEmpty();
        }
    }

    @Test
    void anotherProcessKeepsItUntilItDies() throws Exception {
        Process holder = another(temporary);
        try (BufferedReader out = holder.inputReader()) {
            assertThat(firstLine(out)).isEqualTo(StateDirectoryHolder.OPEN);
            assertInUse(temporary);
            assertInUse(temporary);
        } finally {
            holder.destroyForcibly().waitFor();
        }
        StateDirectory.open(temporary).close();
    }

    @Test
    void whatWasClosedOpensAgain() {
        StateDirectory first = StateDirectory.open(temporary);
        first.close();
        StateDirectory second = StateDirectory.open(temporary);
        first.close();
        assertInUse(temporary);
        second.close();
        second.close();
        StateDirectory.open(temporary).close();
    }

    @Test
    void whatIsWrittenIsThereWhenItOpensAgain() throws IOException {
        List<String> endings = Collections.synchronizedList(new ArrayList<>());
        try (StateDirectory first = StateDirectory.open(temporary)) {
            write(first, 7, endings);
        }
        assertThat(endings).containsExactly("durable");
        try (StateDirectory second = StateDirectory.open(temporary)) {
            CheckpointStore.Stored stored = second.checkpoints().latest().orElseThrow();
            assertThat(stored.number()).isEqualTo(7);
            assertThat(stored.place()).isEqualTo(temporary.resolve("checkpoint-000000000007.leat") + "");
        }
    }

    private static void write(StateDirectory directory, long number, List<String> endings) {
        directory.checkpoints().write(number, writer -> writer.writeText("state"), new CheckpointStore.Completion() {
            @Override
            public void durable() {
                endings.add("durable");
            }

            @Override
            public void failed(IOException reason) {
                endings.add("failed: " + reason.getMessage());
            }
        });
    }

    @Test
    void directoriesThatAreMadeAreForTheirOwnerAlone() throws IOException {
        Path directory = temporary.resolve("a/b/c");
        Assumptions.assumeTrue(
                temporary.getFileSystem().supportedFileAttributeViews().contains("posix"));
        StateDirectory.open(directory).close();
        for (Path made = directory; !made.equals(temporary); made = made.getParent()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void aFileInItsPlaceOrAboveItIsSaid() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));
        for (Path directory : List.of(file, file.resolve("state"))) {
            assertThatThrownBy(() -> StateDirectory.open(directory))
                    .isInstanceOf(GraphException.class)
                    .hasMessage("LEAT-RUNTIME-006: the state directory " + directory
                            + " cannot be used: java.nio.file.NotDirectoryException: " + file
                            + "; make it writable, or name another directory");
        }
        assertThat(file).isEmptyFile();
    }

    @Test
    void aLockThatCannotBeOpenedIsSaidAndOpensOnceItCan() throws IOException {
        Path lock = Files.createDirectory(temporary.resolve("lock"));
        assertThatThrownBy(() -> StateDirectory.open(temporary))
                .isInstanceOf(GraphException.class)
                .hasMessageStartingWith("LEAT-RUNTIME-006: the state directory " + temporary + " cannot be used: ");
        Files.delete(lock);
        StateDirectory.open(temporary).close();
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsSaid() throws IOException {
        Path directory = Files.createDirectory(temporary.resolve("closed"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-x------"));
        Assumptions.assumeFalse(Files.isWritable(directory), "the superuser writes everywhere");
        assertThatThrownBy(() -> StateDirectory.open(directory))
                .isInstanceOf(GraphException.class)
                .hasMessageStartingWith("LEAT-RUNTIME-006: ")
                .hasMessageContaining("AccessDeniedException");
    }
}
