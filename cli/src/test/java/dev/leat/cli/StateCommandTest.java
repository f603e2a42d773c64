package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code leat state} on a store in a directory. */
final class StateCommandTest {

    @TempDir
    private Path folder = Path.of("");

    private Command.Outcome state(String command, String... arguments) {
        String[] all = new String[arguments.length + 4];
        all[0] = "state";
        all[1] = command;
        all[2] = "--store";
        all[3] = folder.resolve("store").toString();
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return Command.run(all);
    }

    @Test
    void aValueGoesInAndComesOutAsItIs() {
        Command.Outcome set = state("set", "key", "a value");
        assertThat(set.exitCode()).as(set.err()).isZero();
        assertThat(state("get", "key").out()).isEqualTo("a value");
        assertThat(state("get", "key", "--output", "json").out())
                .isEqualTo("{\"key\":\"key\",\"value\":\"a value\",\"version\":\""
                        + set.out().strip() + "\"}" + System.lineSeparator());
    }

    @Test
    void bytesThatAreNoTextGoThroughFiles() throws Exception {
        byte[] bytes = {0, (byte) 0xff, '\n'};
        Path in = Files.write(folder.resolve("in"), bytes);
        Path out = folder.resolve("out");
        assertThat(state("set", "key", "--file", in.toString()).exitCode()).isZero();
        assertThat(state("get", "key", "--file", out.toString()).exitCode()).isZero();
        assertThat(out).hasBinaryContent(bytes);
        assertThat(state("get", "key", "--output", "json").out()).contains("\"valueBase64\":\"AP8K\"");
        assertThat(state("vdel", "key", "--file", in.toString()).exitCode()).isZero();
    }

    @Test
    void whatIsAbsentOrDoesNotHoldIsExitCodeOne() {
        state("set", "key", "value");
        assertThat(state("get", "none"))
                .isEqualTo(new Command.Outcome(1, "", "there is no key 'none'" + System.lineSeparator()));
        assertThat(state("del", "none").exitCode()).isEqualTo(1);
        assertThat(state("set", "key", "other", "--nx").exitCode()).isEqualTo(1);
        assertThat(state("set", "key", "other", "--nex", "--output", "json").out())
                .contains("\"applied\":false");
        assertThat(state("vdel", "key", "other").err()).contains("has another value");
        assertThat(state("get", "none", "--output", "json").out()).contains("\"value\":null");
        assertThat(state("vdel", "key", "value").exitCode()).isZero();
    }

    @Test
    void tokensKeepOthersOut() {
        String token = state("set", "lock", "me", "--px", "60000").out().strip();
        assertThat(state("set", "key", "value", "--token", token).exitCode()).isZero();
        assertThat(state("set", "key", "other"))
                .isEqualTo(new Command.Outcome(
                        1, "", "LEAT-CLI-010: a fencing token is required for this request" + System.lineSeparator()));
        assertThat(state("del", "key", "--token", token).exitCode()).isZero();
    }

    @Test
    void scanningPrintsTheKeysThatMatch() {
        state("set", "a/1", "x");
        state("set", "a/2", "x");
        state("set", "b/1", "x");
        assertThat(state("scan").out().lines()).containsExactly("a/1", "a/2", "b/1");
        assertThat(state("scan", "a/?", "--output", "json").out().lines())
                .containsExactly("{\"key\":\"a/1\"}", "{\"key\":\"a/2\"}");
    }

    @Test
    void aMistakeIsExitCodeTwo() throws Exception {
        Files.createDirectories(folder.resolve("store"));
        Files.writeString(folder.resolve("store/other.txt"), "not a store");
        assertThat(state("get", "key").exitCode()).isEqualTo(2);
        assertThat(state("get", "key").err()).startsWith("LEAT-STATE-002: ");
        assertThat(Command.run("state", "get", "key").err()).startsWith("LEAT-CLI-002: say which state store");
        Path none = folder.resolve("none");
        assertThat(Command.run("state", "get", "--store", none.toString(), "key")
                        .err())
                .startsWith("LEAT-CLI-003: ");
        assertThat(none).doesNotExist();
        assertThat(state("set", "key").err()).startsWith("LEAT-CLI-002: give either VALUE");
        assertThat(state("set", "key", "v", "--px", "0").err()).startsWith("LEAT-CLI-003: ");
        assertThat(state("set", "key", "v", "--token", "x").err()).startsWith("LEAT-CLI-003: ");
    }
}
