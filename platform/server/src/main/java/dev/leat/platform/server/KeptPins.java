package dev.leat.platform.server;

import dev.leat.platform.server.LoadedFlow.Pin;
import dev.leat.registry.ArtifactKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the references of a flow led to when it started last: with it, a server starts while its registries are away. A file
 * in the flow's directory; where it is lost, nothing else is.
 */
record KeptPins(Path directory) {

    private static final String NAME = "artifacts.json";

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

    private KeptList<Kept> list() {
        return new KeptList<>(directory.resolve(NAME), Kept[].class);
    }

    /** Where that led at the time. */
    Optional<PinnedArtifact> find(String host, Artifacts.Wanted wanted) {
        return list().read().stream()
                .filter(kept -> kept.host().equals(host)
                        && kept.kind() == wanted.kind()
                        && kept.reference().equals(wanted.reference().toString())
                        && Optional.ofNullable(kept.beside())
                                .equals(wanted.beside().map(Object::toString)))
                .findFirst()
                .map(kept ->
                        new PinnedArtifact(kept.kind(), kept.reference(), kept.place(), kept.digest(), kept.sample()));
    }

    /** Keeps what a flow started with. */
    void keep(LoadedFlow loaded) {
        List<Kept> all = loaded.pins().stream()
                .map(pin -> Kept.of(loaded.spec(), pin))
                .distinct()
                .toList();
        if (!all.equals(list().read())) {
            list().write(all);
        }
    }
}
