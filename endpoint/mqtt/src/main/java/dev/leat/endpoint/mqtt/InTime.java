package dev.leat.endpoint.mqtt;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Lets others' code that may wait do so for a bounded time. */
final class InTime {

    private InTime() {}

    /**
     * What the supplier answers, called by a thread of its own that is interrupted where it takes too long.
     *
     * @throws MqttEndpointException the supplier's, or {@link MqttError#CREDENTIALS_UNREADABLE} where it takes too long or
     *     throws what it should not
     */
    static <T> T get(Duration most, Supplier<T> supplier) throws InterruptedException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Thread asking = Thread.ofVirtual().name("leat-mqtt-read").start(() -> {
            try {
                answer.complete(supplier.get());
            } catch (Throwable failure) {
                answer.completeExceptionally(failure);
            }
        });
        try {
            return answer.orTimeout(most.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException failed) {
            asking.interrupt();
            throw switch (failed.getCause()) {
                case MqttEndpointException said -> said;
                case TimeoutException late ->
                    new MqttEndpointException(
                            MqttError.CREDENTIALS_UNREADABLE,
                            "certificates, passwords or tokens could not be read within " + most.toMillis() + " ms",
                            late);
                case Throwable other ->
                    new MqttEndpointException(
                            MqttError.CREDENTIALS_UNREADABLE,
                            "certificates, passwords or tokens could not be read: "
                                    + MqttEndpointException.reason(other),
                            other);
            };
        }
    }
}
