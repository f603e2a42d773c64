package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.registry.RegistryServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code leat push}, {@code pull}, {@code copy}, {@code login} and {@code logout}, with a real docker-registry. */
@Timeout(240)
final class RegistryCommandsTest {

    /** me:päss, by bcrypt. */
    private static final String PASSWORDS = "me:$2y$04$abcdefghijklmnopqrstuuF7KK/SfP9IRGj0pPJMr8GdtCS8xpmpC\n";

    private static final Path MODULE = Command.root().resolve("modules/temperature/temperature.wasm");
    private static final Path GRAPH = Path.of(Command.graphSimple());

    @TempDir
    private Path folder;

    @Test
    void whoLogsInMayPushAndWhoLogsOutMayNot() throws Exception {
        Path passwords = Files.writeString(folder.resolve("htpasswd"), PASSWORDS);
        try (RegistryServer registry =
                RegistryServer.start("", "auth:", "  htpasswd: {realm: test, path: " + passwords + "}")) {
            String place = registry.host() + "/plant/temperature:1.0.0";
            assertThat(Command.run("push", place, MODULE.toString()).err()).startsWith("LEAT-OCI-005: ");
            Command.Outcome wrong = Command.runWith("no\n", "login", registry.host(), "-u", "me", "--password-stdin");
            assertThat(wrong.exitCode()).isOne();
            assertThat(wrong.err()).startsWith("LEAT-OCI-005: ");
            Command.Outcome login = Command.runWith("päss\n", "login", registry.host(), "-u", "me", "--password-stdin");
            assertThat(login.exitCode()).as(login.err()).isZero();
            Command.Outcome pushed = Command.run("push", place, MODULE.toString());
            assertThat(pushed.err()).isEmpty();
            assertThat(pushed.out()).contains(place + "@sha256:");
            assertThat(Command.run("logout", registry.host()).out()).startsWith("logged out");
            assertThat(Command.run("pull", place, "-o", folder.toString()).err())
                    .startsWith("LEAT-OCI-005: ");
        }
    }

    @Test
    void artifactsGoToALayoutAndBackAndTheirDigestStays() throws Exception {
        Path layout = folder.resolve("layout");
        try (RegistryServer registry = RegistryServer.start()) {
            String graph = registry.host() + "/graph-simple:1.0.0";
            String pushed = digest(Command.run("push", graph, GRAPH + ":application/yaml"));
            assertThat(digest(Command.run("copy", graph, "oci:" + layout))).isEqualTo(pushed);
            assertThat(digest(Command.run(
                            "copy", "oci:" + layout + ":graph-simple:1.0.0", registry.host() + "/again/graph:2")))
                    .isEqualTo(pushed);
            Command.Outcome pulled =
                    Command.run("pull", registry.host() + "/again/graph:2", "--output", folder.toString());
            assertThat(pulled.out().strip())
                    .isEqualTo(folder.resolve("graph-simple.yaml").toString());
            assertThat(folder.resolve("graph-simple.yaml")).hasSameBinaryContentAs(GRAPH);
            assertThat(Command.run("pull", registry.host() + "/again/graph:3", "-o", folder.toString())
                            .err())
                    .startsWith("LEAT-OCI-006: ")
                    .contains("/again/graph:3");
        }
        // The registry is gone; what was copied is enough.
        LeatProcess log = new LeatProcess(folder.resolve("log"));
        String state = folder.resolve("state").toString();
        Process serving = log.start(List.of(
                "serve",
                Command.root().resolve("examples/serve/temperature.yaml").toString(),
                "--embedded-broker",
                "0",
                "--listen",
                "0",
                "--mirror",
                "mcr.microsoft.com=oci:" + layout,
                "--state-dir",
                state));
        try {
            log.await(() -> log.text().contains("API at "));
            log.await(() ->
                    Command.run("get", "graphs", "--state-dir", state).out().contains("Available"));
            assertThat(Command.run("describe", "temperature", "--state-dir", state)
                            .out())
                    .contains("mcr.microsoft.com/graph-simple");
        } finally {
            LeatProcess.end(serving);
        }
    }

    private static String digest(Command.Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return outcome.out().substring(outcome.out().lastIndexOf('@')).strip();
    }

    @Test
    void whatMakesNoSenseIsSaidBeforeAnybodyIsAsked() {
        assertThat(Command.run("push", "plant", MODULE.toString()).err()).startsWith("LEAT-OCI-016: ");
        assertThat(Command.run(
                                "push",
                                "localhost:1/x",
                                folder.resolve("none.wasm").toString())
                        .err())
                .startsWith("LEAT-CLI-004: ");
        assertThat(Command.run("push", "localhost:1/x@sha256:" + "0".repeat(64), MODULE.toString())
                        .err())
                .startsWith("LEAT-CLI-003: ");
        assertThat(Command.run("pull", "oci:" + folder).err()).startsWith("LEAT-CLI-003: ");
        assertThat(Command.run("login", "no host", "-u", "me").exitCode()).isEqualTo(2);
        assertThat(Command.run("copy", "localhost:1/x:1", "oci:").err()).startsWith("LEAT-CLI-003: ");
    }
}
