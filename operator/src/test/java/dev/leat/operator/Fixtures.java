package dev.leat.operator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The components that the tests run, as files of the repository. */
final class Fixtures {

    /** map, filter, branch and accumulate of the sample scenario. */
    static final String TEMPERATURE = "modules/temperature/temperature.wasm";

    /** A map that uses the state store. */
    static final String ENRICHMENT = "modules/enrichment/enrichment.wasm";

    /** map and filter that misbehave on command: {@code cmd/panic} and so on as topic. */
    static final String HOSTILE = shared("hostile");

    /** A map whose answers are no values; see its source. */
    static final String LIAR = "operator/src/test/fixtures/liar.wasm";

    /** A map that asks the host for what its topic says; see its source. */
    static final String ASKER = "operator/src/test/fixtures/asker.wasm";
    /** A map that calls a command for each message, as the message's properties say; see its source. */
    static final String CALLER = "operator/src/test/fixtures/caller.wasm";

    /** A map of two components in one. */
    static final String COMPOSED = shared("composed");

    /** A map that imports what no host has. */
    static final String MISSING_IMPORT = shared("missing-import");

    /** All five operators, each written in another way against the Rust SDK. */
    static final String STYLES = "operator/src/test/fixtures/styles.wasm";

    /** A component that is no operator. */
    static final String WRONG_WORLD = shared("wrong-world");

    /** A core module. */
    static final String CORE = shared("core");

    private Fixtures() {}

    private static String shared(String name) {
        return "component/model/src/test/fixtures/" + name + ".wasm";
    }

    static byte[] read(String file) {
        try {
            return Files.readAllBytes(
                    Path.of(System.getProperty("leat.root", "..")).resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
