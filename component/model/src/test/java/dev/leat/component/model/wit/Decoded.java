package dev.leat.component.model.wit;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreModule;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.StoreLimits;
import dev.leat.component.model.Component;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Components to look at: decoded and validated, their code left alone. */
final class Decoded {

    private Decoded() {}

    static Component fixture(String name) {
        return file(Path.of("src/test/fixtures", name + ".wasm"));
    }

    static Component file(Path file) {
        try {
            return Component.compile(new NoCode(), Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Takes every module and runs none. */
    private static final class NoCode implements CoreEngine {

        @Override
        public String name() {
            return "none";
        }

        @Override
        public String version() {
            return "0";
        }

        @Override
        public CoreModule compile(byte[] binary) {
            return () -> {};
        }

        @Override
        public CoreStore newStore(StoreLimits limits) {
            throw new UnsupportedOperationException("this engine runs nothing");
        }

        @Override
        public void close() {}
    }
}
