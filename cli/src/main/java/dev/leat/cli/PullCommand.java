package dev.leat.cli;

import dev.leat.registry.ArtifactPush;
import dev.leat.registry.ArtifactReference;
import dev.leat.registry.Registry;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat pull}: gets the files of an artifact. */
@Command(
        name = "pull",
        description = "Gets the files of an artifact out of a registry or an OCI layout, under the names that they were"
                + " pushed with.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class PullCommand implements Callable<Integer> {

    @Parameters(paramLabel = "PLACE", description = "HOST[:PORT]/PATH/NAME[:TAG][@DIGEST], or oci:DIR:NAME:TAG.")
    private String place = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Where the files go (default: here). Files of the same name are replaced.")
    private Path directory = Path.of(".");

    @Mixin
    private RegistryOptions options = new RegistryOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ArtifactPlace from = ArtifactPlace.parse(place);
        ArtifactReference reference = from.reference(place);
        List<Path> files;
        try (Registry registry = from.open(options)) {
            files = ArtifactPush.pull(registry, reference.repository(), reference.asked(), directory);
        }
        files.forEach(spec.commandLine().getOut()::println);
        spec.commandLine().getOut().flush();
        return 0;
    }
}
