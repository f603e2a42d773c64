package dev.leat.cli;

import dev.leat.endpoint.Material;
import dev.leat.registry.Credentials;
import dev.leat.registry.DockerConfigFile;
import dev.leat.registry.HttpRegistry;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat login}: keeps a name and a password for a registry. */
@Command(
        name = "login",
        description = {
            "Keeps a user name and a password for a registry, once the registry has taken them: where docker login and"
                    + " oras login keep theirs, credential helpers included.",
            "The password is asked for, or read from standard input."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class LoginCommand implements Callable<Integer> {

    private static final int MOST_BYTES = 64 << 10;

    @Parameters(paramLabel = "HOST", description = "The registry's name, with a port where there is one.")
    private String host = "";

    @Option(
            names = {"-u", "--username"},
            paramLabel = "NAME",
            required = true,
            description = "The user name.")
    private String userName = "";

    @Option(names = "--password-stdin", description = "Read the password from standard input.")
    private boolean passwordStdin;

    @Mixin
    private RegistryOptions options = new RegistryOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        String password = password();
        try (HttpRegistry registry = options.registries(Set.of(host))
                .open(host, Credentials.password(Material.of(userName), Material.of(password)))) {
            registry.ping();
        }
        String kept = DockerConfigFile.ofThisUser().login(host, userName, password);
        spec.commandLine().getOut().println("logged in to " + host + "; kept in " + kept);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private String password() throws IOException {
        if (passwordStdin) {
            byte[] all = System.in.readNBytes(MOST_BYTES);
            return new String(all, StandardCharsets.UTF_8).replaceFirst("\\R$", "");
        }
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new UsageException(CliProblem.OPTIONS, "there is no terminal to ask at: give --password-stdin");
        }
        return new String(console.readPassword("Password for %s at %s: ", userName, host));
    }
}
