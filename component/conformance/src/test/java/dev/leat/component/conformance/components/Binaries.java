package dev.leat.component.conformance.components;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The components that the tests run. */
final class Binaries {

    private Binaries() {}

    /** One of component/model's fixtures. */
    static byte[] fixture(String name) {
        try {
            return Files.readAllBytes(
                    Path.of(System.getProperty("leat.root"), "component/model/src/test/fixtures", name + ".wasm"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A component written by hand. */
    static byte[] assembled(String name) {
        try (InputStream in = Binaries.class.getResourceAsStream("/components/" + name + ".wasm")) {
            if (in == null) {
                throw new IllegalArgumentException("no test component " + name);
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
