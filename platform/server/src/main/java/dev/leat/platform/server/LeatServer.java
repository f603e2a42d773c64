package dev.leat.platform.server;

import dev.leat.graph.diagnostic.Diagnostic;
import dev.leat.graph.resource.Resource;
import dev.leat.graph.resource.ResourceId;
import dev.leat.graph.resource.ResourceKind;
import dev.leat.graph.resource.ResourceOptions;
import dev.leat.operator.HostServices;
import dev.leat.operator.service.SchemaRegistry;
import dev.leat.platform.server.Catalog.Entry;
import dev.leat.registry.ArtifactCache;
import dev.leat.registry.VerifiedArtifacts;
import dev.leat.runtime.GraphException;
import dev.leat.runtime.GraphOptions;
import dev.leat.runtime.Leat;
import dev.leat.runtime.StateDirectory;
import dev.leat.service.schema.SchemaDirectory;
import dev.leat.service.state.EmbeddedStateStore;
import dev.leat.service.telemetry.Telemetry;
import dev.leat.service.telemetry.TelemetryException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what resources describe: reads them from files and requests, and keeps each DataflowGraph and Dataflow as it is
 * wanted, for as long as the server is open. Safe for use by several threads.
 *
 * <p>Everything that it must not forget is in its state directory: it may be killed at any time, and goes on when it is
 * started again.
 */
public final class LeatServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeatServer.class);
    /** How often to look whether flows have ended, and how they stand. */
    private static final Duration GLANCE = Duration.ofSeconds(2);

    private static final int MOST_LOADED_AT_ONCE = 2;
    private static final String NAMESPACE = "DefaultSRNamespace";

    private final ServerOptions options;
    private final StateDirectory lock;
    private final EmbeddedStateStore store;
    private final Leat leat;
    private final ExecutorService loading;
    private final ScheduledExecutorService controller;
    private final ResourceStore resources;
    private final Secrets secrets;
    private final RegistryArtifacts registries;
    private final LocalCommands commands;
    private final Optional<Telemetry> telemetry;
    private final FlowLoader loader;
    private final Map<ResourceId, Flow> flows = new ConcurrentHashMap<>();
    private final HttpApi api;

    // Belong to the controller.
    private Set<String> told = Set.of();

    /** Whether the flows may not know yet what the resources say. */
    private boolean unreconciled;

    private LeatServer(ServerOptions options, StateDirectory lock, Optional<Telemetry> telemetry) throws IOException {
        this.options = options;
        this.lock = lock;
        this.telemetry = telemetry;
        Path state = options.stateDirectory();
        // What is open already, the last one first: closed where something after it cannot be opened.
        Deque<Runnable> open = new ArrayDeque<>();
        boolean opened = false;
        try {
            this.resources = new ResourceStore(
                    options.resources(),
                    state.resolve("applied"),
                    options.parameters(),
                    new SoundVersions(state.resolve("sound")));
            this.store = EmbeddedStateStore.open(state.resolve("state-store"));
            open.push(store::close);
            this.leat = Leat.open(options.leat());
            open.push(leat::close);
            this.secrets = new Secrets(options.secrets(), options.environment());
            this.loading = Executors.newFixedThreadPool(
                    MOST_LOADED_AT_ONCE,
                    Thread.ofPlatform().daemon().name("leat-load-", 0).factory());
            open.push(loading::shutdownNow);
            this.controller = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("leat-controller").factory());
            open.push(controller::shutdownNow);
            this.registries = new RegistryArtifacts(
                    options.registries(),
                    new ArtifactCache(state.resolve("artifacts"), ArtifactCache.DEFAULT_BYTES),
                    new VerifiedArtifacts(state.resolve("verified")),
                    secrets);
            open.push(registries::close);
            this.commands = new LocalCommands(options.localBroker());
            open.push(commands::close);
            this.loader = new FlowLoader(
                    leat,
                    new DirectoryArtifacts(options.artifacts(), new SampleArtifacts(options.samples(), registries)),
                    services(),
                    telemetry);
            this.api = HttpApi.open(this, options.listen(), state);
            opened = true;
        } finally {
            if (!opened) {
                open.forEach(Runnable::run);
            }
        }
    }

    private HostServices services() {
        SchemaRegistry schemas = options.schemas()
                .<SchemaRegistry>map(place -> SchemaDirectory.open(place, NAMESPACE))
                .orElse(SchemaRegistry.NONE);
        return GraphOptions.DEFAULT
                .services()
                .withStateStore(store)
                .withSchemaRegistry(schemas)
                .withCommands(commands)
                .withInference(options.inference());
    }

    /**
     * Opens the server, which begins to run what there is.
     *
     * @throws ServerException {@link ServerProblem#STATE_DIRECTORY} or {@link ServerProblem#ADDRESS}
     * @throws TelemetryException where metrics cannot be served or sent as the options say
     */
    public static LeatServer open(ServerOptions options) {
        StateDirectory lock;
        try {
            lock = StateDirectory.open(options.stateDirectory());
        } catch (GraphException inUse) {
            throw new ServerException(
                    ServerProblem.STATE_DIRECTORY,
                    "the state directory " + options.stateDirectory() + ": " + inUse.getMessage(),
                    inUse);
        }
        boolean opened = false;
        Optional<Telemetry> telemetry = Optional.empty();
        try {
            telemetry = options.telemetry().map(Telemetry::open);
            LeatServer server = new LeatServer(options, lock, telemetry);
            var unused = server.controller.scheduleWithFixedDelay(
                    server::look, 0, options.resourcePeriod().toMillis(), TimeUnit.MILLISECONDS);
            var looking = server.controller.scheduleWithFixedDelay(
                    server::glance, GLANCE.toMillis(), GLANCE.toMillis(), TimeUnit.MILLISECONDS);
            opened = true;
            return server;
        } catch (IOException unusable) {
            throw new ServerException(
                    ServerProblem.STATE_DIRECTORY,
                    "the state directory " + options.stateDirectory() + " cannot be used: " + unusable.getMessage(),
                    unusable);
        } finally {
            if (!opened) {
                telemetry.ifPresent(Telemetry::close);
                lock.close();
            }
        }
    }

    /** Where the API listens. */
    public InetSocketAddress address() {
        return api.address();
    }

    /** Where {@code /metrics} is served to Prometheus, where it is. */
    public Optional<InetSocketAddress> metricsAddress() {
        return telemetry.flatMap(Telemetry::prometheusAddress);
    }

    /** The file that tells commands of this user how to reach the API. */
    public Path description() {
        return options.stateDirectory().resolve(HttpApi.DESCRIPTION);
    }

    private void look() {
        try {
            unreconciled |= resources.refresh();
            if (unreconciled) {
                reconcile();
            }
        } catch (Throwable defect) {
            // Whatever it is: a task that throws is not run again, and the server would be blind.
            LOG.error("the resources could not be looked at; it is tried again", defect);
        }
    }

    private void glance() {
        try {
            flows.values().forEach(Flow::glance);
        } catch (Throwable defect) {
            LOG.error("the flows could not be looked at; it is tried again", defect);
        }
    }

    /** Wants of each flow what the resources say. */
    private void reconcile() {
        Catalog catalog = resources.catalog();
        tell(catalog);
        Set<ResourceId> there = new HashSet<>();
        for (Entry entry : catalog.entries().values()) {
            if (FlowSpec.isFlow(entry.id().kind())) {
                there.add(entry.id());
                want(entry, catalog);
            }
        }
        flows.forEach((id, flow) -> {
            if (!there.contains(id)) {
                flow.want(new Flow.Wanted.End(true));
            }
        });
        flows.entrySet()
                .removeIf(entry -> !there.contains(entry.getKey())
                        && entry.getValue().ended().isDone());
        unreconciled = false;
    }

    private void want(Entry entry, Catalog catalog) {
        Flow.Wanted wanted = wanted(entry, catalog);
        Flow known = flows.get(entry.id());
        if (known != null && !known.isEnding()) {
            known.want(wanted);
            return;
        }
        CompletableFuture<@Nullable Void> before =
                known == null ? CompletableFuture.completedFuture(null) : known.ended();
        Flow fresh = new Flow(entry.id(), wanted, setting(entry.id()));
        flows.put(entry.id(), fresh);
        fresh.start(before);
    }

    private static Flow.Wanted wanted(Entry entry, Catalog catalog) {
        if (entry.version().isEmpty() || entry.hasErrors() || entry.stale()) {
            return new Flow.Wanted.Nothing(
                    ServerProblem.RESOURCE.code() + ": the resource has errors:\n"
                            + entry.findings().stream()
                                    .filter(Diagnostic::isError)
                                    .map(Diagnostic::render)
                                    .collect(Collectors.joining("\n")),
                    entry.version().flatMap(version -> older(version.resource(), catalog)));
        }
        try {
            return new Flow.Wanted.Spec(FlowSpec.of(entry.version().get().resource(), catalog));
        } catch (ServerException missing) {
            return new Flow.Wanted.Nothing(String.valueOf(missing.getMessage()), Optional.empty());
        }
    }

    private static Optional<FlowSpec> older(Resource version, Catalog catalog) {
        try {
            return Optional.of(FlowSpec.of(version, catalog));
        } catch (ServerException missing) {
            return Optional.empty();
        }
    }

    private Flow.Setting setting(ResourceId id) {
        return new Flow.Setting(
                loader,
                loading,
                telemetry,
                options.localBroker(),
                secrets,
                options.stateDirectory().resolve("flows").resolve(ResourceStore.fileName(id)),
                options.tagPeriod(),
                options.firstPause(),
                options.longestPause(),
                InstantSource.system());
    }

    /** Logs findings once each, for as long as they stay. */
    private void tell(Catalog catalog) {
        Set<String> now = new HashSet<>();
        catalog.findings().forEach(finding -> now.add(finding.render()));
        catalog.entries().values().forEach(entry -> entry.findings().forEach(finding -> now.add(finding.render())));
        now.stream().filter(text -> !told.contains(text)).sorted().forEach(LOG::warn);
        told = now;
    }

    /** What of a resource can be asked for. */
    record View(Entry entry, Optional<FlowStatus> status, Optional<EndpointStatus> endpoint) {}

    List<View> all() {
        return ask(() -> {
            Map<ResourceId, FlowStatus> statuses = new HashMap<>();
            return resources.sorted().stream()
                    .map(entry -> view(entry, statuses))
                    .toList();
        });
    }

    Optional<View> one(ResourceId id) {
        return ask(() -> resources.catalog().entry(id).map(entry -> view(entry, new HashMap<>())));
    }

    /** @param statuses those that this answer has looked at already */
    private View view(Entry entry, Map<ResourceId, FlowStatus> statuses) {
        return new View(
                entry,
                Optional.ofNullable(flows.get(entry.id())).map(flow -> status(entry.id(), flow, statuses)),
                entry.id().kind() == ResourceKind.DATAFLOW_ENDPOINT
                        ? Optional.of(endpoint(entry.id(), statuses))
                        : Optional.empty());
    }

    private static FlowStatus status(ResourceId id, Flow flow, Map<ResourceId, FlowStatus> statuses) {
        return statuses.computeIfAbsent(id, any -> flow.status());
    }

    private EndpointStatus endpoint(ResourceId id, Map<ResourceId, FlowStatus> statuses) {
        Map<ResourceId, FlowStatus> users = new TreeMap<>(Comparator.comparing(ResourceId::toString));
        flows.forEach((flow, runs) -> {
            if (flow.namespace().equals(id.namespace())) {
                users.put(flow, status(flow, runs, statuses));
            }
        });
        return EndpointStatus.of(id.name(), users, Instant.now());
    }

    /** Findings about files that no resource could be told of. */
    List<Diagnostic> findings() {
        return ask(() -> resources.catalog().findings());
    }

    Map<ResourceId, ResourceStore.Outcome> apply(
            String name, byte[] content, ResourceOptions parameters, boolean keep) {
        return ask(() -> {
            Map<ResourceId, ResourceStore.Outcome> outcomes = resources.apply(name, content, parameters, keep);
            if (keep) {
                reconcile();
            }
            return new LinkedHashMap<>(outcomes);
        });
    }

    void delete(ResourceId id) {
        ask(() -> {
            resources.delete(id);
            reconcile();
            return true;
        });
    }

    FlowLog log(ResourceId id) {
        Flow flow = flows.get(id);
        if (flow == null) {
            throw new ServerException(ServerProblem.NOT_FOUND, "there is no " + id);
        }
        return flow.log();
    }

    private <T> T ask(Callable<T> question) {
        Future<T> answer = controller.submit(question);
        try {
            return answer.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException reason) {
                throw reason;
            }
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ServerException(ServerProblem.REQUEST, "the server is closing", interrupted);
        }
    }

    /** Takes no more requests, ends all flows in good order, and frees everything. What they keep stays. */
    @Override
    public void close() {
        api.close();
        controller.shutdown();
        try {
            controller.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        flows.values().forEach(flow -> flow.want(new Flow.Wanted.End(false)));
        flows.values().forEach(flow -> flow.ended().join());
        loading.shutdownNow();
        registries.close();
        commands.close();
        telemetry.ifPresent(Telemetry::close);
        leat.close();
        store.close();
        lock.close();
    }
}
