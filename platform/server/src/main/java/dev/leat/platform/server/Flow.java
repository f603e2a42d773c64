package dev.leat.platform.server;

import dev.leat.dataflow.DataflowException;
import dev.leat.endpoint.PrivateFiles;
import dev.leat.endpoint.mqtt.MqttEndpointException;
import dev.leat.endpoint.mqtt.MqttError;
import dev.leat.graph.resource.Annotation;
import dev.leat.graph.resource.EndpointSettings;
import dev.leat.graph.resource.GraphNode;
import dev.leat.graph.resource.Placed;
import dev.leat.graph.resource.ResourceId;
import dev.leat.service.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one flow as it is wanted, on a thread of its own: loads and starts it, tries again with growing pauses where that
 * fails, follows tags that move, and replaces what runs by what is wanted now. A version that cannot be loaded or started
 * leaves the one before running.
 */
final class Flow {

    /** What ran for so long is not one that fails at once: pauses begin anew. */
    private static final Duration STABLE = Duration.ofMinutes(1);

    private static final Duration AFTER_DEFECT = Duration.ofSeconds(2);

    private static final long FOREVER = TimeUnit.DAYS.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger(Flow.class);

    private final ResourceId id;
    private final Setting setting;
    private final FlowLog log;
    private final Semaphore signal = new Semaphore(0);

    /** The flow's thread while it waits for others; guarded by itself. */
    private final AtomicReference<@Nullable Thread> waiting = new AtomicReference<>();

    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private volatile Wanted wanted;
    private volatile @Nullable RunningFlow running;
    private volatile FlowStatus status;

    /** What was said of how it runs. */
    private volatile Optional<RunningFlow.Trouble> told = Optional.empty();

    // Belong to the flow's thread.
    private final KeptSessions sessions;
    private @Nullable FlowSpec refused;

    /** What its references led to, as far as that was found out. */
    private List<String> refusedDigests = List.of();

    private Wanted kept;
    private FlowStatus.@Nullable Pending pending;
    private volatile FlowStatus.@Nullable Pending unknown;
    private long nextAttempt;
    private long nextPoll;
    private long startedAt;
    private Duration pause;

    /** What all flows share. */
    record Setting(
            FlowLoader loader,
            ExecutorService loading,
            Optional<Telemetry> telemetry,
            LocalBroker localBroker,
            Secrets secrets,
            Path state,
            Duration tagPeriod,
            Duration firstPause,
            Duration longestPause,
            InstantSource clock) {}

    /** What a flow is to do. */
    sealed interface Wanted {
        /** Run, or rest where it is disabled. */
        record Spec(FlowSpec spec) implements Wanted {}

        /**
         * There is no sound version now: what runs goes on.
         *
         * @param older the last sound version, for when nothing runs
         */
        record Nothing(String problem, Optional<FlowSpec> older) implements Wanted {}

        /**
         * End.
         *
         * @param forget whether what it keeps is deleted
         */
        record End(boolean forget) implements Wanted {}
    }

    Flow(ResourceId id, Wanted wanted, Setting setting) {
        this.id = id;
        this.wanted = wanted;
        this.kept = wanted;
        this.setting = setting;
        this.pause = setting.firstPause();
        this.log = new FlowLog(id.toString(), setting.clock());
        this.sessions = new KeptSessions(setting.state());
        this.status = FlowStatus.of(FlowStatus.Health.UNKNOWN, Reason.PROGRESSING, "", now());
    }

    /** @param before ends before this one begins: one of the same name, which has the same sessions */
    void start(CompletableFuture<?> before) {
        Thread.ofVirtual().name("leat-flow-" + id.name()).start(() -> {
            try {
                before.handle((nothing, failure) -> failure).join();
                live();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } finally {
                ended.complete(null);
            }
        });
    }

    void want(Wanted now) {
        // What ends with all that it keeps stays ended.
        if (!now.equals(wanted) && !isEnding()) {
            wanted = now;
            signal.release();
            synchronized (waiting) {
                Thread thread = waiting.get();
                if (thread != null) {
                    thread.interrupt();
                }
            }
        }
    }

    /** Looks whether what runs has ended, or stands otherwise than was said, and has the flow's thread see to it. Takes no time. */
    void glance() {
        RunningFlow runs = running;
        if (runs != null
                && (runs.end().isPresent() || runs.hasNews() || !runs.trouble().equals(told))) {
            signal.release();
        }
    }

    boolean isEnding() {
        return wanted instanceof Wanted.End;
    }

    CompletableFuture<@Nullable Void> ended() {
        return ended;
    }

    FlowLog log() {
        return log;
    }

    /** How it stands. From any thread. */
    FlowStatus status() {
        FlowStatus last = status;
        RunningFlow runs = running;
        return runs == null
                ? last
                : new FlowStatus(
                        last.health(),
                        last.reason(),
                        last.message(),
                        last.since(),
                        now(),
                        runs.nodes(),
                        runs.loaded().artifacts(),
                        runs.size(),
                        pendingNow(runs, last));
    }

    /** Also in the time before the flow's thread has found out how the wanted version fares. */
    private FlowStatus.@Nullable Pending pendingNow(RunningFlow runs, FlowStatus last) {
        if (last.pending() != null) {
            return last.pending();
        }
        return wanted instanceof Wanted.Spec(FlowSpec spec)
                        && spec.equals(runs.loaded().spec())
                ? unknown
                : new FlowStatus.Pending(Reason.PROGRESSING, "a newer version is being loaded", now(), true);
    }

    private Instant now() {
        return setting.clock().instant();
    }

    private void live() throws InterruptedException {
        while (true) {
            Wanted now = wanted;
            if (now instanceof Wanted.End(boolean forget)) {
                end(forget);
                return;
            }
            kept = now;
            long least = 0;
            try {
                keep(now);
            } catch (RuntimeException | Error defect) {
                // The flow goes on to be looked after, whatever this was.
                log.error("", "it could not be looked after: " + defect);
                LOG.error("a flow could not be looked after", defect);
                least = AFTER_DEFECT.toNanos();
                if (running == null) {
                    say(FlowStatus.Health.UNAVAILABLE, Reason.PROCESSING_FAILED, String.valueOf(defect));
                }
            }
            if (signal.tryAcquire(Math.max(least, restNanos(now)), TimeUnit.NANOSECONDS)) {
                signal.drainPermits();
            }
        }
    }

    /** How long there is nothing to do, unless something happens. */
    private long restNanos(Wanted now) {
        RunningFlow runs = running;
        @Nullable
        FlowSpec spec = switch (now) {
            case Wanted.Spec(FlowSpec wished) -> wished;
            case Wanted.Nothing(String problem, Optional<FlowSpec> older) when runs == null -> older.orElse(null);
            case Wanted.Nothing nothing -> null;
            case Wanted.End end -> null;
        };
        if (spec == null || !spec.enabled()) {
            return FOREVER;
        }
        if (runs == null || !runs.loaded().spec().equals(spec)) {
            return nextAttempt - System.nanoTime();
        }
        return period(spec).isZero() ? FOREVER : nextPoll - System.nanoTime();
    }

    private void keep(Wanted now) {
        switch (now) {
            case Wanted.Spec(FlowSpec spec) -> keep(spec);
            case Wanted.Nothing(String problem, Optional<FlowSpec> older) -> {
                lookAfter();
                if (running == null && older.filter(FlowSpec::enabled).isPresent()) {
                    keep(older.get());
                }
                if (running == null) {
                    say(
                            FlowStatus.Health.UNAVAILABLE,
                            Reason.RESOURCE_INVALID,
                            pending == null || pending.message().equals(problem)
                                    ? problem
                                    : problem + "\nand the version before it does not run: " + pending.message());
                } else {
                    pending(Reason.RESOURCE_INVALID, problem);
                    sayHowItRuns();
                }
            }
            case Wanted.End end -> throw new IllegalStateException("what ends is not kept");
        }
    }

    private void end(boolean forget) {
        RunningFlow runs = running;
        if (runs != null && forget) {
            runs.stopForGood();
            running = null;
        } else if (runs != null) {
            stop(runs);
        }
        if (forget) {
            try {
                PrivateFiles.deleteAll(setting.state());
            } catch (IOException failure) {
                log.warn("", "what it kept could not be deleted: " + failure.getMessage());
            }
        }
        log.info("it is gone");
    }

    private void keep(FlowSpec spec) {
        if (!spec.enabled()) {
            RunningFlow runs = running;
            if (runs != null) {
                stop(runs);
                log.info("stopped, as its mode is Disabled");
            }
            pending = null;
            say(FlowStatus.Health.UNKNOWN, Reason.DISABLED, "mode is Disabled");
            return;
        }
        lookAfter();
        RunningFlow runs = running;
        boolean fresh = runs == null || !runs.loaded().spec().equals(spec);
        if (fresh && !spec.equals(refused)) {
            // Somebody changed something: no need to wait.
            nextAttempt = System.nanoTime();
            pause = setting.firstPause();
        }
        if (fresh && System.nanoTime() - nextAttempt >= 0) {
            attempt(spec);
        } else if (!fresh) {
            follow(spec, runs);
        }
        sayHowItRuns();
    }

    /** Finds out whether what runs has ended. */
    private void lookAfter() {
        RunningFlow runs = running;
        if (runs == null) {
            return;
        }
        runs.settle(sessions, log);
        Optional<Throwable> end = runs.end();
        if (end.isPresent()) {
            if (System.nanoTime() - startedAt > STABLE.toNanos()) {
                pause = setting.firstPause();
            }
            stop(runs);
            log.error("", "it ended: " + end.get().getMessage());
            refuse(
                    runs.loaded().spec(),
                    new FlowException(
                            reason(runs.loaded().spec(), end.get()),
                            String.valueOf(end.get().getMessage()),
                            end.get()));
        }
    }

    /** Looks whether a tag has moved, from time to time. */
    private void follow(FlowSpec spec, RunningFlow runs) {
        if (refused == null) {
            pending = null;
        }
        Duration period = period(spec);
        if (period.isZero() || System.nanoTime() - nextPoll < 0) {
            return;
        }
        nextPoll = System.nanoTime() + period.toNanos();
        try {
            List<String> now = interruptibly(() -> setting.loader().digests(runs.loaded()));
            unknown = null;
            if (!now.equals(FlowLoader.digestsOf(runs.loaded().pins()))) {
                // What was refused is tried again when its time has come: to try it may mean to stop what runs.
                boolean waits = refused != null && now.equals(refusedDigests);
                if (!waits || System.nanoTime() - nextAttempt >= 0) {
                    log.info("a tag leads to something else now");
                    refusedDigests = now;
                    attempt(spec);
                }
                if (refused != null && nextAttempt - nextPoll < 0) {
                    nextPoll = nextAttempt;
                }
            } else {
                refused = null;
                pending = null;
            }
        } catch (ServerException unreachable) {
            // What runs does not need the registry.
            String message = "tags are not followed now: " + unreachable.getMessage();
            FlowStatus.Pending before = unknown;
            if ((before == null || !message.equals(before.message())) && wanted == kept) {
                log.warn("", message);
            }
            unknown = new FlowStatus.Pending(
                    Reason.MODULE_DOWNLOAD_FAILED, message, before == null ? now() : before.since(), false);
        }
    }

    private Duration period(FlowSpec spec) {
        return spec.duration(Annotation.POLL_INTERVAL)
                .orElseGet(() -> spec.graphs().stream()
                        .map(node -> spec.registry(node.registryEndpoint())
                                .metadata()
                                .annotation(Annotation.POLL_INTERVAL))
                        .flatMap(Optional::stream)
                        .map(Annotation::duration)
                        .flatMap(Optional::stream)
                        .min(Duration::compareTo)
                        .orElse(setting.tagPeriod()));
    }

    private void attempt(FlowSpec spec) {
        RunningFlow before = running;
        // After a restart, what ran before runs again at once, and tags are followed then; the registry may be away.
        boolean soon = before == null && refused == null && !period(spec).isZero();
        if (before == null) {
            say(FlowStatus.Health.UNKNOWN, Reason.PROGRESSING, "it is being loaded");
        }
        RunningFlow.Prepared prepared;
        FlowLoader.Fetched fetched;
        try {
            fetched = interruptibly(() -> setting.loader().fetch(spec, new KeptPins(setting.state()), log, soon));
            FlowLoader.Fetched here = fetched;
            prepared = prepare(load(() -> setting.loader().load(here, log)));
        } catch (FlowException missing) {
            if (wanted == kept) {
                refuse(spec, missing);
            }
            return;
        }
        long began = System.nanoTime();
        if (before != null) {
            stop(before);
        }
        try {
            start(prepared);
            refused = null;
            pending = null;
            new KeptPins(setting.state()).keep(prepared.loaded());
            if (fetched.isKept()) {
                nextPoll = System.nanoTime();
            }
            log.info(
                    before == null
                            ? fetched.isKept() ? "it runs with the artifacts that it had last" : "it runs"
                            : "it was replaced in " + (System.nanoTime() - began) / 1_000_000 + " ms");
        } catch (FlowException broken) {
            if (before != null) {
                goBack(before.loaded());
                // To try it means to stop what runs: not often, unless something changes.
                pause = setting.longestPause();
            }
            refuse(spec, broken);
        }
    }

    private void goBack(LoadedFlow before) {
        try {
            start(prepare(before));
            log.info("what ran before runs again");
        } catch (FlowException broken) {
            log.error("", "what ran before cannot start any more: " + broken.getMessage());
        }
    }

    private RunningFlow.Prepared prepare(LoadedFlow loaded) {
        return RunningFlow.prepare(
                loaded, setting.localBroker(), setting.secrets(), setting.loader(), sessions, setting.state());
    }

    private void start(RunningFlow.Prepared prepared) {
        running = RunningFlow.start(prepared, log, setting.state(), setting.telemetry(), sessions);
        startedAt = System.nanoTime();
        nextPoll = startedAt + period(prepared.loaded().spec()).toNanos();
    }

    /** Waits for others, such as registries, until something else is wanted. */
    private <T> T interruptibly(Supplier<T> work) {
        synchronized (waiting) {
            waiting.set(Thread.currentThread());
            if (wanted != kept) {
                Thread.currentThread().interrupt();
            }
        }
        try {
            return work.get();
        } finally {
            synchronized (waiting) {
                waiting.set(null);
                Thread.interrupted();
            }
        }
    }

    /** Compiling takes all of a core: not more than a few at a time. */
    private <T> T load(Callable<T> work) {
        try {
            return setting.loading().submit(work).get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException reason) {
                throw reason;
            }
            throw new FlowException(Reason.INSTANTIATION_FAILED, String.valueOf(failure.getCause()), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new FlowException(Reason.PROGRESSING, "interrupted", interrupted);
        }
    }

    private void refuse(FlowSpec spec, FlowException reason) {
        nextAttempt = System.nanoTime() + pause.toNanos();
        log.error("", reason.getMessage() + "\n  it is tried again in " + pause.toMillis() + " ms");
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(setting.longestPause()) > 0 ? setting.longestPause() : doubled;
        refused = spec;
        pending(reason.reason(), String.valueOf(reason.getMessage()));
        if (running == null) {
            say(FlowStatus.Health.UNAVAILABLE, reason.reason(), String.valueOf(reason.getMessage()));
        }
    }

    private void pending(Reason reason, String message) {
        FlowStatus.Pending before = pending;
        pending = new FlowStatus.Pending(reason, message, before == null ? now() : before.since(), true);
    }

    private void stop(RunningFlow runs) {
        if (!runs.stop()) {
            log.warn("", "not everything that was under way was delivered in time: it comes again");
        }
        running = null;
    }

    private void sayHowItRuns() {
        RunningFlow runs = running;
        if (runs == null) {
            return;
        }
        Optional<RunningFlow.Trouble> trouble = runs.trouble();
        told = trouble;
        if (trouble.isPresent()) {
            say(
                    FlowStatus.Health.DEGRADED,
                    trouble.get()
                            .node()
                            .map(node -> reason(runs.loaded().spec(), node))
                            .orElse(Reason.MQTT_TARGET_CONNECTION_FAILED),
                    "node " + trouble.get().name() + ": " + trouble.get().reason());
            return;
        }
        FlowStatus.Pending waits = pending;
        if (waits == null) {
            say(FlowStatus.Health.AVAILABLE, Reason.NONE, "");
        } else {
            say(FlowStatus.Health.DEGRADED, waits.reason(), "an older version runs: " + waits.message());
        }
    }

    /** Of an end: that of the node's endpoint where it lies there. */
    private static Reason reason(FlowSpec spec, Throwable end) {
        if (!(end instanceof DataflowException failure)) {
            return Reason.SOURCE_CHANNEL_CLOSED;
        }
        if (failure.getCause() instanceof MqttEndpointException mqtt
                && mqtt.error() == MqttError.SUBSCRIPTION_REFUSED) {
            return Reason.MQTT_SOURCE_SUBSCRIPTION_FAILED;
        }
        return spec.nodes().stream()
                .filter(node -> !(node instanceof GraphNode.Graph)
                        && failure.operation()
                                .filter(node.name().value()::equals)
                                .isPresent())
                .findFirst()
                .map(node -> reason(spec, node))
                .orElse(Reason.PROCESSING_FAILED);
    }

    private static Reason reason(FlowSpec spec, GraphNode node) {
        boolean source = node instanceof GraphNode.Source;
        Placed endpoint = switch (node) {
            case GraphNode.Source from -> from.settings().endpoint();
            case GraphNode.Destination to -> to.settings().endpoint();
            case GraphNode.Graph graph -> graph.name();
        };
        return switch (spec.endpoint(endpoint).settings()) {
            case EndpointSettings.Mqtt mqtt ->
                source ? Reason.MQTT_SOURCE_CONNECTION_FAILED : Reason.MQTT_TARGET_CONNECTION_FAILED;
            case EndpointSettings.Kafka kafka ->
                source ? Reason.KAFKA_SOURCE_CONNECTION_FAILED : Reason.KAFKA_TARGET_CONNECTION_FAILED;
            case EndpointSettings.OpenTelemetry otel -> Reason.OTEL_TARGET_SEND_FAILED;
            case EndpointSettings.NotRun notRun -> Reason.CONFIGURATION_FAILED;
        };
    }

    private void say(FlowStatus.Health health, Reason reason, String message) {
        FlowStatus last = status;
        boolean same = last.health() == health;
        if (!same && health == FlowStatus.Health.DEGRADED) {
            log.warn("", message);
        }
        status = new FlowStatus(
                health, reason, message, same ? last.since() : now(), now(), List.of(), List.of(), 0, pending);
    }
}
