package dev.leat.cli;

import dev.leat.graph.resource.ResourceId;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat delete}: takes applied resources away. */
@Command(
        name = "delete",
        description =
                "Deletes resources that leat apply brought. A graph delivers what is under way, and what it keeps is"
                        + " deleted.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class DeleteCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "[KIND/]NAME",
            arity = "1..*",
            description = "The resources; graphs where no kind is given.")
    private List<String> names = new ArrayList<>();

    @Mixin
    private ServedName named = new ServedName();

    @Mixin
    private ServerHome home = new ServerHome();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (ServerClient server = ServerClient.in(home.directory())) {
            ServerClientException refused = null;
            for (String name : names) {
                ResourceId id = named.id(name);
                try {
                    server.delete(ServerClient.path("resources", id));
                    out.println(id + " deleted");
                } catch (ServerClientException one) {
                    // The others are deleted all the same.
                    if (refused == null) {
                        refused = one;
                    } else {
                        err.println(one.getMessage());
                    }
                }
            }
            out.flush();
            if (refused != null) {
                throw refused;
            }
        }
        return 0;
    }
}
