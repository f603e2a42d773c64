package dev.leat.component.core;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory is private when this user owns it and nobody else can write it, nor one above it in the cache. */
class PrivateFilesTest {

    @TempDir
    private Path root;

    private Path directory;

    @BeforeEach
    void make() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        directory = root.resolve("a/b");
        PrivateFiles.createDirectories(directory);
    }

    @Test
    void whatWasMadeHereIsPrivate() {
        assertThatCode(() -> PrivateFiles.requirePrivate(root, directory)).doesNotThrowAnyException();
    }

    @Test
    void oneThatOthersCanWriteIsNotPrivateNorIsWhatIsBelow() throws IOException {
        for (String mode : new String[] {"rwx-w----", "rwx----w-"}) {
            for (Path path : new Path[] {root, root.resolve("a"), directory}) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> PrivateFiles.requirePrivate(root, directory))
                        .withMessageContaining(path + " can be written");
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            }
        }
    }

    @Test
    void oneOfAnotherUserIsNotPrivate() throws IOException {
        Object me = Files.getAttribute(directory, "unix:uid");
        assumeTrue(me.equals(0), "only root can give a directory away");

        Files.setAttribute(directory, "unix:uid", 12345);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> PrivateFiles.requirePrivate(root, directory))
                .withMessageContaining(directory + " belongs to 12345");
        Files.setAttribute(directory, "unix:uid", me);

        Path link = Files.createSymbolicLink(root.resolve("link"), directory);
        assertThatCode(() -> PrivateFiles.requirePrivate(root, link)).doesNotThrowAnyException();
        Files.setAttribute(link, "unix:uid", 12345, LinkOption.NOFOLLOW_LINKS);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> PrivateFiles.requirePrivate(root, link))
                .withMessageContaining(link + " belongs to 12345");
    }
}
