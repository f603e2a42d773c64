package dev.leat.service.rpc;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.leat.endpoint.mqtt.MqttEndpointException;
import dev.leat.endpoint.mqtt.PublishOutcome;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests that wait for their responses, which the correlation data tells apart. A request ends with its response, with
 * its timeout, or with the connection, whichever comes first: it never hangs. Safe for use by many threads.
 */
final class Exchange implements Routes.Handler {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private record Correlation(long origin, long number) {

        static @Nullable Correlation of(ByteBuffer data) {
            return data.remaining() == 2 * Long.BYTES
                    ? new Correlation(data.getLong(data.position()), data.getLong(data.position() + Long.BYTES))
                    : null;
        }

        ByteBuffer data() {
            return ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(origin)
                    .putLong(number)
                    .flip();
        }
    }

    /**
     * A request's turn. It ends when nobody waits for the response any more and the broker has the request: requests
     * that time out while there is no connection must not pile up before it.
     */
    private final class Turn {
        /** Whoever waits, and the packet. */
        private final AtomicInteger users = new AtomicInteger(2);

        void letGo() {
            if (users.decrementAndGet() == 0) {
                permits.release();
            }
        }
    }

    private final RpcConnection connection;
    private final int inFlight;
    private final Semaphore permits;
    private final long origin = new SecureRandom().nextLong();
    private final AtomicLong numbers = new AtomicLong(new SecureRandom().nextLong());
    private final Map<Correlation, CompletableFuture<Mqtt5Publish>> pending = new ConcurrentHashMap<>();
    private final AtomicLong strays = new AtomicLong();
    private volatile @Nullable RequestFailedException end;

    Exchange(RpcConnection connection, int inFlight) {
        this.connection = connection;
        this.inFlight = inFlight;
        this.permits = new Semaphore(inFlight);
    }

    long strays() {
        return strays.get();
    }

    /**
     * Sends a request when its response topic is subscribed to. Blocks while too many are under way: those that nobody
     * waits for any more count until the broker has them.
     *
     * @param subscribed the subscription to the response topic
     * @param request makes the packet of the correlation data, of 16 bytes
     * @return the response; or {@link RequestFailedException}, or {@link TimeoutException} when the timeout has passed
     */
    CompletableFuture<Mqtt5Publish> send(
            CompletableFuture<@Nullable Void> subscribed,
            Function<ByteBuffer, Mqtt5Publish> request,
            Duration timeout) {
        long deadline = System.nanoTime() + nanos(timeout);
        RequestFailedException refused = permit(timeout);
        if (refused != null) {
            return CompletableFuture.failedFuture(refused);
        }
        Correlation correlation = new Correlation(origin, numbers.getAndIncrement());
        CompletableFuture<Mqtt5Publish> answer = new CompletableFuture<>();
        pending.put(correlation, answer);
        Turn turn = new Turn();
        var unusedEnd = answer.whenComplete((response, failure) -> {
            pending.remove(correlation);
            turn.letGo();
        });
        RequestFailedException ended = end;
        if (ended != null) {
            answer.completeExceptionally(ended);
            turn.letGo();
            return answer;
        }
        answer.orTimeout(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (subscribed.isDone() && !subscribed.isCompletedExceptionally()) {
            publish(request, correlation, answer, turn);
        } else {
            var unused = subscribed.whenComplete((granted, failure) -> {
                if (failure != null) {
                    answer.completeExceptionally(new RequestFailedException(RpcProblem.NOT_SENT, failure));
                    turn.letGo();
                } else if (answer.isDone()) {
                    turn.letGo();
                } else {
                    publish(request, correlation, answer, turn);
                }
            });
        }
        return answer;
    }

    private @Nullable RequestFailedException permit(Duration timeout) {
        try {
            return permits.tryAcquire() || permits.tryAcquire(nanos(timeout), TimeUnit.NANOSECONDS)
                    ? null
                    : new RequestFailedException(
                            RpcProblem.TOO_MANY_REQUESTS, "no turn for the request came within " + timeout);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new RequestFailedException(RpcProblem.CLOSED, "the calling thread was interrupted");
        }
    }

    private void publish(
            Function<ByteBuffer, Mqtt5Publish> request,
            Correlation correlation,
            CompletableFuture<Mqtt5Publish> answer,
            Turn turn) {
        Mqtt5Publish packet;
        try {
            packet = request.apply(correlation.data());
        } catch (RuntimeException impossible) {
            answer.completeExceptionally(impossible);
            turn.letGo();
            return;
        }
        connection.publish(packet, new PublishOutcome() {
            @Override
            public void published(boolean subscribed) {
                // Nobody there yet is no answer: one may come within the time.
                turn.letGo();
            }

            @Override
            public void refused(MqttEndpointException reason) {
                answer.completeExceptionally(new RequestFailedException(RpcProblem.NOT_SENT, reason));
                turn.letGo();
            }
        });
    }

    /** Takes what came on a response topic. From the event loop. */
    @Override
    public void received(Mqtt5Publish response, Runnable acknowledgement) {
        acknowledgement.run();
        Correlation correlation =
                response.getCorrelationData().map(Correlation::of).orElse(null);
        CompletableFuture<Mqtt5Publish> answer = correlation == null ? null : pending.get(correlation);
        if (answer == null || !answer.complete(response)) {
            LOG.debug(
                    "a response on {} that nobody waits for: {} so far", response.getTopic(), strays.incrementAndGet());
        }
    }

    void fail(MqttEndpointException reason) {
        end(new RequestFailedException(RpcProblem.NOT_SENT, reason));
    }

    void close() {
        end(new RequestFailedException(RpcProblem.CLOSED, "the connection was closed"));
    }

    private void end(RequestFailedException reason) {
        end = reason;
        pending.values().forEach(answer -> answer.completeExceptionally(reason));
        // What becomes of the packets is not told any more; whoever waits for a turn is to hear of the end.
        permits.release(inFlight);
    }

    private static long nanos(Duration timeout) {
        return timeout.compareTo(Duration.ofDays(365)) > 0
                ? Duration.ofDays(365).toNanos()
                : timeout.toNanos();
    }
}
