package dev.leat.component.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library is the one that the user names, or the packed one, taken out whole. */
class LibraryFileTest {

    /** A packed library of the tests' own, of a platform that does not exist. */
    private static final Platform PLATFORM = Platform.of("Plan9", "amd64");

    private static final byte[] CONTENTS = "a library of the tests\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path directory;

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    @Test
    void thePackedLibraryIsTakenOut() throws Exception {
        LibraryFile library = locate();

        assertThat(library.version()).isEqualTo("1.2.3");
        assertThat(library.path()).startsWith(directory).hasBinaryContent(CONTENTS);
        assertThat(leftovers(library)).isEmpty();
    }

    @Test
    void aLibraryTakenOutIsUsedAgain() throws Exception {
        LibraryFile first = locate();
        FileTime time = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(first.path(), time);

        assertThat(locate()).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(first.path())).isEqualTo(time);
    }

    @Test
    void aDamagedLibraryIsTakenOutAgain() throws Exception {
        byte[] bad = CONTENTS.clone();
        bad[3] ^= 1;

        for (byte[] contents : List.of(bad, new byte[0], new byte[1000])) {
            Files.write(locate().path(), contents);
            assertThat(locate().path()).hasBinaryContent(CONTENTS);
        }
    }

    @Test
    void whatAKilledProcessLeftIsTidiedUpWhenItIsOld() throws Exception {
        Path place = locate().path();
        Files.delete(place);
        Path old = Files.createFile(place.resolveSibling("old.part"));
        Path fresh = Files.createFile(place.resolveSibling("fresh.part"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.EPOCH));

        locate();

        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
    }

    @Test
    void manyMayTakeItOutAtOnce() throws Exception {
        List<CompletableFuture<LibraryFile>> all = new ArrayList<>();
        for (int index = 0; index < 16; index++) {
            all.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return locate();
                } catch (LibraryFile.MissingException e) {
                    throw new AssertionError(e);
                }
            }));
        }

        Set<Path> paths = new HashSet<>();
        for (CompletableFuture<LibraryFile> one : all) {
            paths.add(one.get().path());
        }

        assertThat(paths).singleElement().satisfies(path -> assertThat(path).hasBinaryContent(CONTENTS));
        assertThat(leftovers(locate())).isEmpty();
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        environment.put("LEAT_CACHE", file.toString());

        assertThatExceptionOfType(LibraryFile.MissingException.class)
                .isThrownBy(this::locate)
                .withMessageContaining(file.toString())
                .withMessageContaining("LEAT_CACHE");
    }

    @Test
    void aPlatformWithoutALibrarySaysWhatToDo() {
        assertThatExceptionOfType(LibraryFile.MissingException.class)
                .isThrownBy(() -> LibraryFile.locate(surroundings(Platform.of("CP/M", "z80"))))
                .withMessageContaining("cp/m-z80")
                .withMessageContaining("LEAT_LIBWASMTIME");
    }

    @Test
    void thePropertyGoesBeforeTheVariableAndTheVariableBeforeThePackedOne() throws Exception {
        Path one = Files.writeString(directory.resolve("one"), "1");
        Path two = Files.writeString(directory.resolve("two"), "2");

        environment.put("LEAT_LIBWASMTIME", one.toString());
        LibraryFile first = locate();
        properties.put("leat.libwasmtime", two.toString());
        LibraryFile second = locate();

        assertThat(first.path()).isEqualTo(one);
        assertThat(second.path()).isEqualTo(two);
        assertThat(first.version()).startsWith("custom-").isNotEqualTo(second.version());
    }

    @Test
    void aNamedFileThatIsNotThereIsNamed() {
        environment.put("LEAT_LIBWASMTIME", "/nowhere/libwasmtime.so");

        assertThatExceptionOfType(LibraryFile.MissingException.class)
                .isThrownBy(this::locate)
                .withMessageContaining("/nowhere/libwasmtime.so");
    }

    @Test
    void platformsHaveTheNamesThatThePackerGivesThem() {
        assertThat(Platform.of("Linux", "amd64")).hasToString("linux-x86_64");
        assertThat(Platform.of("Linux", "aarch64")).hasToString("linux-aarch64");
        assertThat(Platform.of("Mac OS X", "aarch64")).hasToString("macos-aarch64");
        assertThat(Platform.of("Windows 11", "amd64")).hasToString("windows-x86_64");
    }

    @Test
    void fromADirectoryThatOthersCanWriteNothingIsLoaded() throws Exception {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        Path usual = locate().path();

        for (Path open : List.of(directory, directory.resolve("natives"), usual.getParent())) {
            Set<PosixFilePermission> before = Files.getPosixFilePermissions(open);
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxr-x"));
            Path path = locate().path();
            Files.setPosixFilePermissions(open, before);

            assertThat(path.startsWith(directory)).isFalse();
            assertThat(path)
                    .hasBinaryContent(CONTENTS)
                    .hasFileName(usual.getFileName().toString());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())))
                    .isEqualTo("rwx------");
        }
        assertThat(locate().path()).isEqualTo(usual);
    }

    @Test
    void theCacheIsWhereTheVariablesSay() {
        Path home = Path.of(System.getProperty("user.home"));
        assertThat(surroundings(PLATFORM).cache()).isEqualTo(home.resolve(".cache/leat"));

        environment.put("XDG_CACHE_HOME", "/xdg");
        assertThat(surroundings(PLATFORM).cache()).isEqualTo(Path.of("/xdg/leat"));

        environment.put("LEAT_CACHE", "/own");
        assertThat(surroundings(PLATFORM).cache()).isEqualTo(Path.of("/own"));

        environment.put("LEAT_CACHE", " ");
        environment.put("XDG_CACHE_HOME", "");
        assertThat(surroundings(PLATFORM).cache()).isEqualTo(home.resolve(".cache/leat"));
    }

    private LibraryFile locate() throws LibraryFile.MissingException {
        environment.putIfAbsent("LEAT_CACHE", directory.toString());
        return LibraryFile.locate(surroundings(PLATFORM));
    }

    private LibraryFile.Surroundings surroundings(Platform platform) {
        return new LibraryFile.Surroundings(
                name -> Optional.ofNullable(properties.get(name)),
                name -> Optional.ofNullable(environment.get(name)),
                LibraryFileTest.class,
                platform);
    }

    private static List<Path> leftovers(LibraryFile library) throws IOException {
        try (Stream<Path> files = Files.list(library.path().getParent())) {
            return files.filter(file -> !file.equals(library.path())).toList();
        }
    }
}
