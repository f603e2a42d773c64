package dev.leat.cli;

import dev.leat.endpoint.Material;
import dev.leat.registry.HttpRegistryOptions;
import dev.leat.registry.Registries;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command reaches a registry. */
final class RegistryOptions {

    @Option(
            names = "--plain-http",
            description = "The registry speaks HTTP without TLS. That of this machine (localhost) does anyway.")
    private boolean plainHttp;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Certificates in PEM of the authorities that are trusted; otherwise those that Java trusts.")
    private @Nullable Path authorities;

    /** @param hosts those that {@code --plain-http} is meant for */
    Registries registries(Set<String> hosts) {
        Registries trusting = trusting(authorities);
        return plainHttp ? trusting.withPlainHttp(hosts) : trusting;
    }

    /** @param authorities null for those that Java trusts */
    static Registries trusting(@Nullable Path authorities) {
        return authorities == null
                ? Registries.DEFAULT
                : Registries.DEFAULT.withOptions(
                        HttpRegistryOptions.DEFAULT.withAuthorities(Material.file(authorities)));
    }
}
