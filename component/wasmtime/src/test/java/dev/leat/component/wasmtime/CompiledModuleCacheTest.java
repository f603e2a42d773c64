package dev.leat.component.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreModule;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.StoreLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiled modules come back from the disk as they were, or not at all. */
class CompiledModuleCacheTest {

    private static final FileTime LONG_AGO = FileTime.fromMillis(0);

    @TempDir
    private Path directory;

    @Test
    void aModuleIsEnteredOnceAndUsedAgain() throws IOException {
        assertWorks("calls");
        Path entry = entry();
        Object file = Files.readAttributes(entry, BasicFileAttributes.class).fileKey();

        assertWorks("calls");

        assertThat(entries()).containsExactly(entry);
        assertThat(Files.readAttributes(entry, BasicFileAttributes.class).fileKey())
                .as("the same file, not one like it")
                .isEqualTo(file);
    }

    @Test
    void anEntryThatIsUsedIsKeptAndOneThatIsNotIsNot() throws IOException {
        assertWorks("calls");
        Path used = entry();
        try (CoreEngine engine = TestEngine.openWithCache(directory)) {
            engine.compile(Modules.read("host")).close();
        }
        for (Path entry : entries()) {
            Files.setLastModifiedTime(entry, LONG_AGO);
        }

        assertWorks("calls");
        try (CoreEngine engine = TestEngine.openWithCache(directory)) {
            engine.compile(Modules.read("traps")).close();
        }

        assertThat(entries()).hasSize(2).contains(used);
        assertThat(Files.getLastModifiedTime(used)).isGreaterThan(LONG_AGO);
    }

    @Test
    void processesThatDeleteEachOthersEntriesAllWork() throws Exception {
        TestEngine.open().close();
        List<Process> processes = new ArrayList<>();
        for (int index = 0; index < 3; index++) {
            processes.add(JavaProcess.start(CacheContender.class, Map.of("LEAT_TEST_CACHE", directory.toString())));
        }
        for (Process process : processes) {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(output).endsWith("all worked\n").doesNotContain("cannot be kept");
            assertThat(process.waitFor()).isZero();
        }
        assertThat(entries()).isNotEmpty();
    }

    @Test
    void eachModuleHasAnEntryOfItsOwn() throws IOException {
        try (CoreEngine engine = TestEngine.openWithCache(directory)) {
            for (String name : List.of("calls", "host", "traps", "calls")) {
                engine.compile(Modules.read(name)).close();
            }
        }

        assertThat(entries()).hasSize(3);
    }

    @Test
    void aDamagedEntryIsReplaced() throws IOException {
        assertWorks("calls");
        Path entry = entry();
        byte[] good = Files.readAllBytes(entry);

        for (int position = 0; position < good.length; position += good.length / 17) {
            byte[] bad = good.clone();
            bad[position] ^= 0x10;
            Files.write(entry, bad);
            assertWorks("calls");
            assertThat(Files.readAllBytes(entry)).isEqualTo(good);
        }
    }

    @Test
    void anEntryCutOffIsReplaced() throws IOException {
        assertWorks("calls");
        Path entry = entry();
        byte[] good = Files.readAllBytes(entry);

        for (int length : new int[] {0, 1, 64, good.length / 2, good.length - 1}) {
            Files.write(entry, Arrays.copyOf(good, length));
            assertWorks("calls");
            assertThat(Files.readAllBytes(entry)).isEqualTo(good);
        }
    }

    @Test
    void anEntryThatTheLibraryRefusesIsReplaced() throws IOException {
        assertWorks("calls");
        Path entry = entry();
        String name = entry.getFileName().toString();
        Files.delete(entry);
        Path foreign = entry.resolveSibling(name.substring(0, name.indexOf('-')) + "-0-00000000.cwasm");
        Files.write(foreign, new byte[0]);

        assertWorks("calls");

        assertThat(entries()).containsExactly(entry);
    }

    @Test
    void entriesBelongToTheirOwnerAlone() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));

        assertWorks("calls");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(entry())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(entry().getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void aDirectoryThatOthersCanWriteIsNotUsed() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertWorks("calls");

        assertThat(entries()).isEmpty();
    }

    @Test
    void aDirectoryThatCannotBeMadeIsDoneWithout() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        try (CoreEngine engine = TestEngine.openWithCache(file)) {
            assertAdds(engine, engine.compile(Modules.read("calls")));
            assertAdds(engine, engine.compile(Modules.read("calls")));
        }
    }

    @Test
    void nothingIsLeftOfAWriteThatWasDone() throws IOException {
        assertWorks("calls");

        try (Stream<Path> all = Files.list(directory.resolve("wasmtime"))) {
            assertThat(all).containsExactly(entry());
        }
    }

    private void assertWorks(String name) {
        try (CoreEngine engine = TestEngine.openWithCache(directory)) {
            assertAdds(engine, engine.compile(Modules.read(name)));
        }
    }

    private static void assertAdds(CoreEngine engine, CoreModule module) {
        try (CoreStore store = engine.newStore(StoreLimits.DEFAULT)) {
            CoreFunction add = TestEngine.function(store.instantiate(module, List.of()), "add");
            assertThat(TestEngine.call(add, 40, 2)).isEqualTo(42);
        } finally {
            module.close();
        }
    }

    private Path entry() throws IOException {
        assertThat(entries()).hasSize(1);
        return entries().getFirst();
    }

    private List<Path> entries() throws IOException {
        Path entries = directory.resolve("wasmtime");
        if (!Files.isDirectory(entries)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(entries)) {
            return files.filter(file -> file.toString().endsWith(".cwasm")).toList();
        }
    }
}
