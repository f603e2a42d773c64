package dev.leat.component.core;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The engines on the class path. */
public final class CoreEngines {

    private CoreEngines() {}

    /** All providers, the preferred first, those that cannot run here included. */
    public static List<CoreEngineProvider> providers() {
        return ServiceLoader.load(CoreEngineProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparingInt(CoreEngineProvider::priority).reversed())
                .toList();
    }

    /**
     * Opens the fastest engine that can run here.
     *
     * @throws IllegalStateException where there is none; the message says why for each
     */
    public static CoreEngine open(CoreEngineOptions options) {
        List<CoreEngineProvider> providers = providers();
        for (CoreEngineProvider provider : providers) {
            if (provider.unavailable().isEmpty()) {
                return provider.open(options);
            }
        }
        throw new IllegalStateException("no WebAssembly engine can run here: " + reasons(providers));
    }

    /**
     * Opens the engine of that name.
     *
     * @throws IllegalArgumentException where no engine has that name, or it cannot run here; the message says why
     */
    public static CoreEngine open(String name, CoreEngineOptions options) {
        List<CoreEngineProvider> providers = providers();
        CoreEngineProvider provider = providers.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no engine is called " + name + "; there are: "
                        + providers.stream().map(CoreEngineProvider::name).collect(Collectors.joining(", "))));
        provider.unavailable().ifPresent(reason -> {
            throw new IllegalArgumentException("the engine " + name + " cannot run here: " + reason);
        });
        return provider.open(options);
    }

    private static String reasons(List<CoreEngineProvider> providers) {
        if (providers.isEmpty()) {
            return "there is no provider on the class path";
        }
        return providers.stream()
                .map(provider -> provider.name() + " (" + provider.unavailable().orElse("available") + ")")
                .collect(Collectors.joining(", "));
    }
}
