package dev.leat.component.conformance;

import dev.leat.component.core.CoreEngineProvider;
import dev.leat.component.core.CoreEngines;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** The engines that the tests run on: all that can run here. Which these are, and why others are not, is printed. */
public final class Engines {

    private static final List<CoreEngineProvider> AVAILABLE = find();

    private Engines() {}

    public static Stream<Named<CoreEngineProvider>> available() {
        return AVAILABLE.stream().map(provider -> Named.of(provider.name(), provider));
    }

    private static List<CoreEngineProvider> find() {
        for (CoreEngineProvider provider : CoreEngines.providers()) {
            System.out.println(
                    "engine " + provider.name() + ": " + provider.unavailable().orElse("runs the tests"));
        }
        List<CoreEngineProvider> available = CoreEngines.providers().stream()
                .filter(provider -> provider.unavailable().isEmpty())
                .toList();
        if (available.isEmpty()) {
            throw new IllegalStateException("no engine can run here");
        }
        return available;
    }
}
