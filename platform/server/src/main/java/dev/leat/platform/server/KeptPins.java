package dev.leat.platform.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.leat.endpoint.PrivateFiles;
import dev.leat.platform.server.LoadedFlow.Pin;
import dev.leat.registry.ArtifactKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the references of a flow led to when it started last: with it, a server starts while its registries are away. A file
 * in the flow's directory; where it is lost, nothing else is.
 */
record KeptPins(Path directory) {

    private static final Logger LOG = LoggerFactory.getLogger(KeptPins.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "artifacts.json";
    private static final int MOST_BYTES = 1 << 20;

    /** As it stands in the file. */
    record Kept(
            String host,
            ArtifactKind kind,
            String reference,
            @Nullable String beside,
            String place,
            String digest,
            boolean sample) {

        static Kept of(FlowSpec spec, Pin pin) {
            return new Kept(
                    host(spec, pin),
                    pin.wanted().kind(),
                    pin.wanted().reference().toString(),
                    beside(pin.wanted()),
                    pin.artifact().place(),
                    pin.artifact().digest(),
                    pin.artifact().isSample());
        }

        private static String host(FlowSpec spec, Pin pin) {
            return spec.registry(pin.node().registryEndpoint()).host().value();
        }

        private static @Nullable String beside(Artifacts.Wanted wanted) {
            return wanted.beside().map(Object::toString).orElse(null);
        }
    }

    private Path file() {
        return directory.resolve(NAME);
    }

    /** Where that led at the time. */
    Optional<PinnedArtifact> find(String host, Artifacts.Wanted wanted) {
        return read().stream()
                .filter(kept -> kept.host().equals(host)
                        && kept.kind() == wanted.kind()
                        && kept.reference().equals(wanted.reference().toString())
                        && Optional.ofNullable(kept.beside())
                                .equals(wanted.beside().map(Object::toString)))
                .findFirst()
                .map(kept ->
                        new PinnedArtifact(kept.kind(), kept.reference(), kept.place(), kept.digest(), kept.sample()));
    }

    private List<Kept> read() {
        try {
            return Files.size(file()) > MOST_BYTES
                    ? List.of()
                    : Arrays.asList(JSON.readValue(Files.readAllBytes(file()), Kept[].class));
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException unreadable) {
            LOG.warn("{} cannot be read", file(), unreadable);
            return List.of();
        }
    }

    /** Keeps what a flow started with. */
    void keep(LoadedFlow loaded) {
        List<Kept> all = loaded.pins().stream()
                .map(pin -> Kept.of(loaded.spec(), pin))
                .distinct()
                .toList();
        try {
            if (!all.equals(read())) {
                PrivateFiles.createDirectory(directory);
                PrivateFiles.write(file(), JSON.writeValueAsBytes(all));
            }
        } catch (IOException unwritable) {
            LOG.warn("{} cannot be written", file(), unwritable);
        }
    }
}
