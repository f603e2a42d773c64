package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateHomeTest {

    @TempDir
    private Path directory;

    @Test
    void eachBrokerAndClientHasADirectoryOfItsOwn() {
        List<String> names = Stream.of(
                        StateHome.name("a:1883", "client"),
                        StateHome.name("b:1883", "client"),
                        StateHome.name("a:1884", "client"),
                        StateHome.name("a:1883", "client/x"),
                        StateHome.name("a:1883", "client_x"),
                        StateHome.name("a:1883", "client x"))
                .distinct()
                .toList();

        assertThat(names).hasSize(6).allMatch(name -> name.matches("client[a-z_]*-[0-9a-f]{12}"));
        assertThat(StateHome.name("a:1883", "client")).isEqualTo(names.getFirst());
    }

    @Test
    void noClientIdLeadsOutOfTheStateHome() {
        for (String client : List.of(".", "..", "../..", "/etc", "a/../../b", "\\", "x".repeat(5000))) {
            Path state = StateHome.of("broker:1883", client);

            assertThat(state.normalize()).isEqualTo(state);
            assertThat(state.getParent()).isEqualTo(StateHome.root());
            assertThat(state.getFileName().toString()).hasSizeLessThan(60);
        }
    }

    @Test
    void onlyTheUserMayLookIntoIt() throws IOException {
        assumeTrue(Files.getFileStore(directory).supportsFileAttributeView("posix"));
        Path state = directory.resolve("new").resolve("client-0123456789ab");
        StateHome.create(state);
        StateHome.create(state);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.getParent())))
                .isEqualTo("rwx------");
    }
}
