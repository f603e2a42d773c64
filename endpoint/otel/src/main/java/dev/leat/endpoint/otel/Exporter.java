package dev.leat.endpoint.otel;

import dev.leat.dataflow.Health;
import dev.leat.endpoint.Backoff;
import dev.leat.endpoint.RepeatedWarning;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets exports to the collector, one after the other and for as long as it takes: over new connections, after pauses. Belongs
 * to the sink's thread, but for what says otherwise.
 */
final class Exporter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Exporter.class);

    /** Of an export that fails as one may not be expected to. */
    private static final int MOST_ATTEMPTS = 5;

    private final OtelConnectionOptions connection;
    private final Protocol protocol;
    private final RepeatedWarning failing = new RepeatedWarning(LOG, System::nanoTime);
    private final RepeatedWarning partly = new RepeatedWarning(LOG, System::nanoTime);
    private final AtomicLong rejected = new AtomicLong();
    private final Backoff backoff = new Backoff(
            Duration.ofMillis(200),
            Duration.ofSeconds(30),
            () -> ThreadLocalRandom.current().nextDouble());

    /** A collector that takes none of so many does not take the others either: then all of a part is refused at once. */
    private static final int MOST_REFUSED_IN_A_ROW = 100;

    private int refusedInARow;
    private volatile Health health = Health.STARTING;
    private volatile boolean ended;

    private @Nullable EventLoopGroup eventLoop;
    private @Nullable Collector collector;

    /** Whether an export went through on this connection. */
    private boolean connected;

    Exporter(OtelConnectionOptions connection, Protocol protocol) {
        this.connection = connection;
        this.protocol = protocol;
    }

    void open() {
        eventLoop = new MultiThreadIoEventLoopGroup(
                1,
                Thread.ofPlatform()
                        .daemon()
                        .name("leat-otel-io-" + connection.host())
                        .factory(),
                NioIoHandler.newFactory());
    }

    /** From any thread. */
    Health health() {
        return health;
    }

    /** How many points and lines the collector dropped of exports that it took. From any thread. */
    long rejected() {
        return rejected.get();
    }

    /** It can never work again. */
    void fail(Throwable reason) {
        health = Health.down(OtelEndpointException.reason(reason));
    }

    /** No attempt begins any more. From any thread, which then interrupts the sink's. */
    void end() {
        ended = true;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for it.
    public void close() {
        disconnect();
        if (eventLoop != null) {
            eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    /**
     * Until it is delivered or refused, or this ends.
     *
     * @param part one without entries asks whether the collector is there, and is never refused
     * @return false where it is too large, or something in it is wrong, and it can be divided
     * @throws OtelEndpointException where the first attempt failed and none is to follow
     */
    boolean deliver(Part part) throws InterruptedException {
        int refusals = 0;
        while (!ended) {
            long pause;
            try {
                export(part);
                refusedInARow = 0;
                backoff.reset();
                return true;
            } catch (OtelEndpointException failure) {
                disconnect();
                down(failure);
                pause = backoff.nextMillis();
            } catch (StatusRuntimeException failure) {
                if (ended || Thread.interrupted()) {
                    throw new InterruptedException("ended");
                }
                Failures.Remedy remedy = Failures.remedy(failure);
                boolean probe = part.entries().isEmpty();
                boolean divides = remedy == Failures.Remedy.DIVIDE
                        || remedy == Failures.Remedy.GIVE_UP && refusedInARow < MOST_REFUSED_IN_A_ROW;
                if (divides && part.entries().size() > 1) {
                    // Down to single messages: one that is wrong takes no other along.
                    return false;
                }
                if (remedy == Failures.Remedy.A_FEW_TIMES) {
                    refusals++;
                }
                if (!probe
                        && (remedy == Failures.Remedy.GIVE_UP
                                || remedy == Failures.Remedy.DIVIDE
                                || refusals >= MOST_ATTEMPTS)) {
                    refusedInARow++;
                    part.refused(Failures.refused(connection, failure));
                    backoff.reset();
                    return true;
                }
                down(Failures.of(connection, failure, connected));
                if (remedy == Failures.Remedy.ANEW) {
                    disconnect();
                }
                pause = Math.max(
                        backoff.nextMillis(), Failures.retryMillis(failure).orElse(0));
            }
            Thread.sleep(pause);
        }
        throw new InterruptedException("ended");
    }

    private void export(Part part) {
        Collector open = collector;
        if (open == null) {
            open = new Collector(connection, Objects.requireNonNull(eventLoop));
            collector = open;
        }
        Collector.Rejected dropped = switch (part) {
            case Part.Metrics(List<Entry.Point> points) ->
                points.isEmpty() ? asked(open) : open.export(protocol.metrics(points));
            case Part.Logs(List<Entry.Line> lines) -> open.export(protocol.logs(lines));
        };
        connected = true;
        health = Health.UP;
        part.delivered();
        if (!dropped.isNothing()) {
            rejected.addAndGet(dropped.count());
            partly.warn(OtelError.PARTLY_REJECTED.code() + ": the collector at " + connection.address() + " dropped "
                    + dropped.count() + " of " + part.entries().size() + ": "
                    + Failures.shortened(dropped.reason()) + ". " + OtelError.PARTLY_REJECTED.hint());
        }
    }

    /** There may be collectors that take logs alone. */
    private static Collector.Rejected asked(Collector open) {
        try {
            return open.export(ExportMetricsServiceRequest.getDefaultInstance());
        } catch (StatusRuntimeException failure) {
            if (failure.getStatus().getCode() != Status.Code.UNIMPLEMENTED) {
                throw failure;
            }
            return open.export(ExportLogsServiceRequest.getDefaultInstance());
        }
    }

    private void disconnect() {
        Collector open = collector;
        if (open != null) {
            open.close();
        }
        collector = null;
        connected = false;
    }

    private void down(OtelEndpointException reason) {
        boolean first = health.equals(Health.STARTING);
        health = Health.down(reason.getMessage());
        if (connection.failFast() && first) {
            throw reason;
        }
        LOG.debug("exporting failed", reason);
        failing.warn(reason.getMessage());
    }
}
