package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A port for a broker in this process that cannot be had: which option it is, and what to do. */
@Timeout(120)
final class EmbeddedPortTest {

    @TempDir
    private Path folder = Path.of("");

    private Command.Outcome serve(int port) {
        return Command.run(
                "serve",
                folder.toString(),
                "--embedded-broker",
                Integer.toString(port),
                "--state-dir",
                folder.resolve("state").toString(),
                "--listen",
                "0");
    }

    @Test
    void aPortThatIsTakenIsNamedWithItsOption() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            for (Command.Outcome outcome :
                    new Command.Outcome[] {serve(port), Command.run("demo", "--once", "--port", Integer.toString(port))
                    }) {
                assertThat(outcome.exitCode()).isEqualTo(2);
                assertThat(outcome.err())
                        .startsWith("LEAT-CLI-003: ")
                        .contains(port + ": port " + port + " of 127.0.0.1 is taken; choose another");
            }
        }
    }

    @Test
    void whatIsNoPortIsRefused() {
        assertThat(serve(70_000).err()).startsWith("LEAT-CLI-003: --embedded-broker 70000: between 1 and 65535");
        assertThat(Command.run("demo", "--port", "-1").err())
                .startsWith("LEAT-CLI-003: --port -1: between 1 and 65535");
    }
}
