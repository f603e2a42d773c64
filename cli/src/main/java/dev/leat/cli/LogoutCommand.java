package dev.leat.cli;

import dev.leat.registry.DockerConfigFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat logout}: forgets what is kept for a registry. */
@Command(
        name = "logout",
        description = "Forgets what leat login, docker login or oras login keeps for a registry.",
        mixinStandardHelpOptions = true)
final class LogoutCommand implements Callable<Integer> {

    @Parameters(paramLabel = "HOST", description = "The registry's name, with a port where there is one.")
    private String host = "";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        boolean there = DockerConfigFile.ofThisUser().logout(host);
        spec.commandLine().getOut().println(there ? "logged out of " + host : "nothing was kept for " + host);
        spec.commandLine().getOut().flush();
        return 0;
    }
}
