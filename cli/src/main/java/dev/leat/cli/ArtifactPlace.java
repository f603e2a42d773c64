package dev.leat.cli;

import dev.leat.registry.ArtifactReference;
import dev.leat.registry.Credentials;
import dev.leat.registry.OciLayout;
import dev.leat.registry.Registries;
import dev.leat.registry.Registry;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Where an artifact is or goes, as commands write it: {@code HOST[:PORT]/PATH/NAME[:TAG]}, or {@code oci:DIR[:NAME[:TAG]]}.
 */
sealed interface ArtifactPlace {

    String LAYOUT = "oci:";

    /** In a registry. */
    record InRegistry(ArtifactReference reference) implements ArtifactPlace {}

    /**
     * In an OCI layout.
     *
     * @param name empty where the argument has none
     */
    record InLayout(Path directory, Optional<ArtifactReference> name) implements ArtifactPlace {}

    /** A layout's names have no host; this takes its place. */
    String NO_HOST = "layout";

    /** @throws dev.leat.registry.RegistryException where it is none */
    static ArtifactPlace parse(String text) {
        if (!text.startsWith(LAYOUT)) {
            return new InRegistry(ArtifactReference.parse(text));
        }
        String rest = text.substring(LAYOUT.length());
        int colon = rest.indexOf(':');
        if (colon == 0 || rest.isEmpty()) {
            throw new UsageException(CliProblem.VALUE, text + ": write oci:DIR or oci:DIR:NAME:TAG");
        }
        return colon < 0
                ? new InLayout(Path.of(rest), Optional.empty())
                : new InLayout(
                        Path.of(rest.substring(0, colon)),
                        Optional.of(ArtifactReference.parse(NO_HOST + "/" + rest.substring(colon + 1))));
    }

    /** What is asked for, which must be named. */
    default ArtifactReference reference(String argument) {
        return switch (this) {
            case InRegistry registry -> registry.reference();
            case InLayout layout ->
                layout.name()
                        .orElseThrow(() -> new UsageException(
                                CliProblem.VALUE, argument + ": say which artifact: " + argument + ":NAME:TAG"));
        };
    }

    /** Opens the registry or the layout. */
    default Registry open(RegistryOptions options) {
        return switch (this) {
            case InRegistry(ArtifactReference reference) -> {
                Registries registries = options.registries(Set.of(reference.host()));
                yield registries.open(reference.host(), Credentials.ofThisUser());
            }
            case InLayout layout -> new OciLayout(layout.directory());
        };
    }

    /** As it is shown. */
    default String shown(ArtifactReference reference) {
        return switch (this) {
            case InRegistry registry -> reference.toString();
            case InLayout layout ->
                LAYOUT + layout.directory() + ":" + reference.toString().substring(NO_HOST.length() + 1);
        };
    }
}
