package dev.leat.component.wasmtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The modules of the tests: assembled from the text beside them by {@code src/test/assemble.sh}. */
final class Modules {

    private Modules() {}

    static byte[] read(String name) {
        try (InputStream stream = Modules.class.getResourceAsStream(name + ".wasm")) {
            if (stream == null) {
                throw new IllegalArgumentException("no module " + name);
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
