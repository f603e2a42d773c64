package dev.leat.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code leat} command. Exit codes: 0 done, 1 the work failed, 2 bad usage or bad input. */
@Command(
        name = "leat",
        description = "Runs data flow graphs whose operators are WebAssembly components.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            NewCommand.class,
            BuildCommand.class,
            RunCommand.class,
            ReplayCommand.class,
            ExplainCommand.class,
            WatchCommand.class,
            TestCommand.class,
            LintCommand.class,
            InspectCommand.class,
            ServeCommand.class,
            ApplyCommand.class,
            GetCommand.class,
            DescribeCommand.class,
            DeleteCommand.class,
            LogsCommand.class,
            TopCommand.class,
            DiffCommand.class,
            PushCommand.class,
            PullCommand.class,
            CopyCommand.class,
            LoginCommand.class,
            LogoutCommand.class,
            StateCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main {

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "Show where in Leat an error came from, too.")
    private boolean stacktrace;

    private static final String LOGGING = "logback.configurationFile";

    private Main() {}

    public static void main(String[] arguments) {
        useOwnLogging();
        System.exit(execute(arguments));
    }

    static void useOwnLogging() {
        if (System.getProperty(LOGGING) == null) {
            // Libraries bring configurations of their own, under the usual name.
            System.setProperty(LOGGING, "dev/leat/cli/logback.xml");
        }
    }

    /** Runs a command and answers its exit code. */
    static int execute(String... arguments) {
        return execute(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                arguments);
    }

    /** The same with other streams, as far as the command writes to those that it is given. */
    static int execute(PrintWriter out, PrintWriter err, String... arguments) {
        Main main = new Main();
        CommandLine command = new CommandLine(main);
        command.setOut(out);
        command.setErr(err);
        command.setCaseInsensitiveEnumValuesAllowed(true);
        if (System.getenv("NO_COLOR") != null) {
            command.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        }
        command.setExecutionExceptionHandler((exception, where, parsed) -> {
            Failures.print(exception, where.getErr(), main.stacktrace);
            return Failures.exitCode(exception);
        });
        // Its options are those of another command, which reads them itself.
        command.getSubcommands().get("watch").setUnmatchedOptionsArePositionalParams(true);
        if (arguments.length == 0) {
            command.usage(command.getErr());
            return CommandLine.ExitCode.USAGE;
        }
        try {
            return command.execute(arguments);
        } catch (StackOverflowError | OutOfMemoryError exhausted) {
            Failures.print(exhausted, command.getErr(), main.stacktrace);
            return Failures.exitCode(exhausted);
        }
    }
}
