package dev.leat.cli;

import dev.leat.registry.ArtifactFile;
import dev.leat.registry.ArtifactPush;
import dev.leat.registry.ArtifactReference;
import dev.leat.registry.Digest;
import dev.leat.registry.Registry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat push}: puts modules and graph definitions into a registry. */
@Command(
        name = "push",
        description = {
            "Puts a module (.wasm) or a graph definition (.yaml) into a registry, with the media types that Azure IoT"
                    + " Operations knows.",
            "The place is HOST[:PORT]/PATH/NAME:TAG, or oci:DIR:NAME:TAG for an OCI layout."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class PushCommand implements Callable<Integer> {

    /** A file, and a type where the rest looks like one. */
    private static final Pattern TYPED = Pattern.compile("(.+):([a-z]+/[A-Za-z0-9.+_-]+)");

    @Parameters(paramLabel = "PLACE", index = "0", description = "Where it goes.")
    private String place = "";

    @Parameters(
            paramLabel = "FILE[:TYPE]",
            index = "1..*",
            arity = "1..*",
            description = "The file, and its media type, if it is not to be told by its ending. Several files become"
                    + " several layers.")
    private List<String> files = new ArrayList<>();

    @Option(names = "--artifact-type", paramLabel = "TYPE", description = "The type of the artifact as a whole.")
    private @Nullable String artifactType;

    @Mixin
    private RegistryOptions options = new RegistryOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ArtifactPlace to = ArtifactPlace.parse(place);
        ArtifactReference reference = to.reference(place);
        if (reference.digest().isPresent()) {
            throw new UsageException(
                    CliProblem.VALUE, place + ": give a tag; the digest is what comes out of the content");
        }
        List<ArtifactFile> layers = files.stream().map(PushCommand::file).toList();
        Digest digest;
        try (Registry registry = to.open(options)) {
            digest = ArtifactPush.push(
                    registry, reference.repository(), reference.asked(), layers, Optional.ofNullable(artifactType));
        }
        layers.forEach(
                layer -> spec.commandLine().getOut().println("pushed " + layer.path() + " (" + layer.type() + ")"));
        spec.commandLine().getOut().println(to.shown(reference) + "@" + digest);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private static ArtifactFile file(String argument) {
        Matcher typed = TYPED.matcher(argument);
        ArtifactFile file = typed.matches() && !Files.exists(Path.of(argument))
                ? new ArtifactFile(Path.of(typed.group(1)), Optional.of(typed.group(2)))
                : new ArtifactFile(Path.of(argument), Optional.empty());
        if (!Files.isRegularFile(file.path())) {
            throw new UsageException(CliProblem.FILE, file.path() + ": there is no such file");
        }
        return file;
    }
}
