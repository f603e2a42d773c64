package dev.leat.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Runs the command inside the test's process and keeps what it wrote. One at a time: the streams are the process's. */
final class Command {

    private Command() {}

    record Outcome(int exitCode, String out, String err) {}

    static Outcome run(String... arguments) {
        return runWith("", arguments);
    }

    static synchronized Outcome runWith(String input, String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        InputStream in = System.in;
        ByteArrayOutputStream writtenOut = new ByteArrayOutputStream();
        ByteArrayOutputStream writtenErr = new ByteArrayOutputStream();
        try {
            System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
            System.setOut(new PrintStream(writtenOut, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(writtenErr, true, StandardCharsets.UTF_8));
            int exitCode = Main.execute(arguments);
            return new Outcome(
                    exitCode, writtenOut.toString(StandardCharsets.UTF_8), writtenErr.toString(StandardCharsets.UTF_8));
        } finally {
            System.setIn(in);
            System.setOut(out);
            System.setErr(err);
        }
    }

    static Path root() {
        return Path.of(System.getProperty("leat.root"));
    }

    static Path fixtures() {
        return Path.of(System.getProperty("leat.fixtures"));
    }

    static String graphSimple() {
        return root().resolve("examples/graph-simple/graph-simple.yaml").toString();
    }
}
