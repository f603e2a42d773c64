package dev.leat.platform.server;

import dev.leat.endpoint.Material;
import dev.leat.graph.resource.Annotation;
import dev.leat.graph.resource.RegistryAuthentication;
import dev.leat.graph.resource.RegistryEndpoint;
import dev.leat.graph.resource.Resource;
import dev.leat.registry.Artifact;
import dev.leat.registry.ArtifactCache;
import dev.leat.registry.ArtifactResolver;
import dev.leat.registry.Credentials;
import dev.leat.registry.ManagedIdentity;
import dev.leat.registry.NotationSignatures;
import dev.leat.registry.Registries;
import dev.leat.registry.RegistryError;
import dev.leat.registry.RegistryException;
import dev.leat.registry.ResolvedArtifact;
import dev.leat.registry.VerifiedArtifacts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Artifacts in the registries that registry endpoints name, each kept on disk by its digest. */
final class RegistryArtifacts implements Artifacts, AutoCloseable {

    private static final int MOST_OPEN = 64;
    private static final int MOST_AT_ONCE = 4;

    /** For so long a registry that did not answer in time is not asked again. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private static final String PULL_SECRET_KEY = ".dockerconfigjson";
    private static final String AUDIENCE = "https://management.azure.com/";

    private final Registries registries;
    private final ArtifactCache cache;
    private final VerifiedArtifacts verified;
    private final Secrets secrets;

    /** Guarded by itself; those not used for longest go first. */
    private final Map<Key, Open> open = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * What makes a registry another one.
     *
     * @param named the Secrets and ConfigMaps that the endpoint names, as far as they are resources
     */
    private record Key(RegistryEndpoint endpoint, List<Resource> named) {}

    /** @param turns so many fetch at once; the others wait */
    private record Open(ArtifactResolver resolver, Semaphore turns, Silence silence) {
        Open(ArtifactResolver resolver) {
            this(resolver, new Semaphore(MOST_AT_ONCE, true), new Silence());
        }
    }

    RegistryArtifacts(Registries registries, ArtifactCache cache, VerifiedArtifacts verified, Secrets secrets) {
        this.registries = registries;
        this.cache = cache;
        this.verified = verified;
        this.secrets = secrets;
    }

    @Override
    public PinnedArtifact find(FlowSpec flow, RegistryEndpoint registry, Wanted wanted) {
        return with(flow, registry, resolver -> {
            ResolvedArtifact found = resolver.resolve(
                    wanted.reference().toString(), wanted.beside().map(Object::toString));
            return new PinnedArtifact(
                    wanted.kind(),
                    found.reference(),
                    found.place().toString(),
                    found.digest().toString());
        });
    }

    @Override
    public boolean isKept(FlowSpec flow, RegistryEndpoint registry, PinnedArtifact artifact) {
        try {
            return kept(flow, registry, artifact).isPresent();
        } catch (RegistryException | ServerException unusable) {
            // Whoever reads it hears why.
            return false;
        }
    }

    /** Without a turn: those who wait for a registry that says nothing must not hold up what needs none. */
    @Override
    public byte[] read(FlowSpec flow, RegistryEndpoint registry, PinnedArtifact artifact) {
        try {
            Optional<Artifact> here = kept(flow, registry, artifact);
            if (here.isPresent()) {
                return here.get().content();
            }
        } catch (RegistryException failure) {
            throw told(registry, failure);
        }
        return with(
                flow,
                registry,
                resolver -> resolver.fetch(resolver.at(artifact.place()), artifact.kind())
                        .content());
    }

    /** Needs no credentials: a pull secret may be gone. */
    private Optional<Artifact> kept(FlowSpec flow, RegistryEndpoint registry, PinnedArtifact artifact) {
        try (ArtifactResolver resolver =
                ArtifactResolver.ofKept(registry.host().value(), cache, policy(flow, registry))) {
            return Optional.of(resolver.fetch(resolver.at(artifact.place()), artifact.kind()));
        } catch (RegistryException notKept) {
            if (notKept.error() == RegistryError.UNREACHABLE) {
                return Optional.empty();
            }
            throw notKept;
        }
    }

    private <T> T with(FlowSpec flow, RegistryEndpoint registry, Function<ArtifactResolver, T> work) {
        try {
            Open opened = open(flow, registry);
            opened.turns().acquire();
            try {
                opened.silence().check();
                return work.apply(opened.resolver());
            } catch (RegistryException failure) {
                opened.silence().after(failure);
                throw failure;
            } finally {
                opened.turns().release();
            }
        } catch (RegistryException failure) {
            throw told(registry, failure);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new ServerException(ServerProblem.ARTIFACT, "the registry was not asked: something changed", ended);
        }
    }

    private static ServerException told(RegistryEndpoint registry, RegistryException failure) {
        return new ServerException(
                switch (failure.error()) {
                    case TIMED_OUT -> ServerProblem.ARTIFACT_TIMEOUT;
                    case UNREACHABLE, TLS_FAILED, RATE_LIMITED, REGISTRY_FAILED, UNEXPECTED_ANSWER, REDIRECTED ->
                        ServerProblem.REGISTRY;
                    case SIGNATURE_MISSING, SIGNATURE_INVALID, SIGNERS_INVALID -> ServerProblem.SIGNATURE;
                    default -> ServerProblem.ARTIFACT;
                },
                registry.metadata().name().position() + ": registry endpoint "
                        + registry.metadata().name().value() + ": " + failure.getMessage(),
                failure);
    }

    /** Those who wait for a registry that did not answer need not each find that out. */
    private static final class Silence {
        private volatile @Nullable RegistryException last;
        private volatile long until;

        void check() {
            RegistryException failure = last;
            if (failure != null && System.nanoTime() - until < 0) {
                throw failure;
            }
        }

        void after(RegistryException failure) {
            if (failure.error() == RegistryError.TIMED_OUT && failure != last) {
                until = System.nanoTime() + SILENCE.toNanos();
                last = failure;
            }
        }
    }

    private Open open(FlowSpec flow, RegistryEndpoint registry) {
        Key key = new Key(
                registry,
                Secrets.namesIn(registry).stream()
                        .map(name -> flow.reference(name.kind(), name.name()))
                        .flatMap(Optional::stream)
                        .toList());
        synchronized (open) {
            Open known = open.get(key);
            if (known != null) {
                return known;
            }
        }
        // Secrets may be files: they are read outside.
        Open fresh = new Open(resolver(flow, registry));
        synchronized (open) {
            Open other = open.putIfAbsent(key, fresh);
            if (other != null) {
                fresh.resolver().close();
                return other;
            }
            if (open.size() > MOST_OPEN) {
                // Others may be at work with it; its client ends with the last of them.
                var eldest = open.entrySet().iterator();
                eldest.next();
                eldest.remove();
            }
            return fresh;
        }
    }

    private ArtifactResolver resolver(FlowSpec flow, RegistryEndpoint registry) {
        String host = registry.host().value();
        boolean plain = registry.metadata()
                .annotation(Annotation.PLAIN_HTTP)
                .filter("true"::equals)
                .isPresent();
        int slash = host.indexOf('/');
        return new ArtifactResolver(
                host,
                plain ? registries.withPlainHttp(Set.of(slash < 0 ? host : host.substring(0, slash))) : registries,
                credentials(flow, registry.authentication()),
                Optional.of(cache),
                policy(flow, registry));
    }

    private Optional<NotationSignatures> policy(FlowSpec flow, RegistryEndpoint registry) {
        return registry.codeSigningCas().isEmpty() ? Optional.empty() : Optional.of(signatures(flow, registry));
    }

    private NotationSignatures signatures(FlowSpec flow, RegistryEndpoint registry) {
        // Files of a directory may come and go while the resolver is open.
        return new NotationSignatures(() -> authorities(flow, registry), verified, InstantSource.system());
    }

    private List<Material> authorities(FlowSpec flow, RegistryEndpoint registry) {
        return registry.codeSigningCas().stream()
                .map(authority ->
                        new Secrets.Name(authority.source(), authority.name().value()))
                .flatMap(name -> secrets.all(flow, name).stream())
                .toList();
    }

    private Credentials credentials(FlowSpec flow, RegistryAuthentication authentication) {
        return switch (authentication) {
            case RegistryAuthentication.Anonymous anonymous -> Credentials.ofThisUser();
            case RegistryAuthentication.ArtifactPullSecret pull ->
                Credentials.document(secrets.require(flow, Secrets.Name.secret(pull.secret()), PULL_SECRET_KEY));
            case RegistryAuthentication.SystemAssignedManagedIdentity identity ->
                exchanged(null, identity.audience(), identity.tenantId());
            case RegistryAuthentication.UserAssignedManagedIdentity identity ->
                exchanged(identity.clientId(), identity.scope(), Optional.of(identity.tenantId()));
        };
    }

    private Credentials exchanged(@Nullable String clientId, Optional<String> audience, Optional<String> tenant) {
        return Credentials.exchanged(
                ManagedIdentity.from(secrets.environment(), Optional.ofNullable(clientId)),
                ManagedIdentity.audienceOf(audience.orElse(AUDIENCE)),
                tenant);
    }

    @Override
    public void close() {
        synchronized (open) {
            open.values().forEach(each -> each.resolver().close());
            open.clear();
        }
    }
}
