package dev.leat.cli;

import dev.leat.registry.ArtifactCopy;
import dev.leat.registry.ArtifactReference;
import dev.leat.registry.Digest;
import dev.leat.registry.Registry;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat copy}: an artifact from one registry or layout to another. */
@Command(
        name = "copy",
        description = {
            "Copies an artifact between registries and OCI layouts, byte for byte, with its signatures.",
            "A place is HOST[:PORT]/PATH/NAME[:TAG], or oci:DIR[:NAME[:TAG]]; where the target has no name, the"
                    + " source's is taken."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class CopyCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FROM", index = "0", description = "What is copied.")
    private String source = "";

    @Parameters(paramLabel = "TO", index = "1", description = "Where it goes.")
    private String target = "";

    @Mixin
    private RegistryOptions options = new RegistryOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ArtifactPlace from = ArtifactPlace.parse(source);
        ArtifactPlace to = ArtifactPlace.parse(target);
        ArtifactReference wanted = from.reference(source);
        ArtifactReference name = to instanceof ArtifactPlace.InLayout layout
                        && layout.name().isEmpty()
                ? new ArtifactReference(ArtifactPlace.NO_HOST, wanted.repository(), wanted.tag(), wanted.digest())
                : to.reference(target);
        Digest digest;
        try (Registry read = from.open(options);
                Registry write = to.open(options)) {
            digest = new ArtifactCopy(read, wanted.repository(), write, name.repository())
                    .copy(wanted.asked(), name.tag().isPresent() ? name.tag().get() : name.asked());
        }
        spec.commandLine().getOut().println(to.shown(name.at(digest)));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
