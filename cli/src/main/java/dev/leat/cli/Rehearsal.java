package dev.leat.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Runs several commands one after another in one process: what the JVM writes the {@code leat} script's AOT cache from
 * should have used all that the commands use. Arguments are those of the commands, with a {@code /} between commands.
 */
final class Rehearsal {

    private Rehearsal() {}

    public static void main(String[] arguments) {
        Main.useOwnLogging();
        List<String> command = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.equals("/")) {
                run(command);
                command.clear();
            } else {
                command.add(argument);
            }
        }
        run(command);
        System.exit(0);
    }

    private static void run(List<String> command) {
        System.out.println(command + ": exit code " + Main.execute(command.toArray(String[]::new)));
    }
}
