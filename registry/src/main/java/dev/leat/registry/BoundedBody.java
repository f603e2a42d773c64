package dev.leat.registry;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Takes a body up to a number of bytes, and marks when something came. */
final class BoundedBody implements BodySubscriber<Long> {

    private final OutputStream into;
    private final long most;
    private final AtomicLong lastNanos;
    private final CompletableFuture<Long> done = new CompletableFuture<>();
    private volatile long count;
    private Flow.@Nullable Subscription subscription;

    /** @param lastNanos gets {@link System#nanoTime} with each part */
    BoundedBody(OutputStream into, long most, AtomicLong lastNanos) {
        this.into = into;
        this.most = most;
        this.lastNanos = lastNanos;
    }

    @Override
    public CompletionStage<Long> getBody() {
        return done;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        lastNanos.set(System.nanoTime());
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        lastNanos.set(System.nanoTime());
        if (done.isDone()) {
            return;
        }
        try {
            for (ByteBuffer part : parts) {
                take(part);
            }
        } catch (RegistryException refused) {
            end(refused);
            return;
        } catch (IOException unwritable) {
            end(new RegistryException(
                    RegistryError.FILE_UNUSABLE,
                    "what came cannot be written: " + RegistryException.reason(unwritable),
                    unwritable));
            return;
        }
        if (subscription != null) {
            subscription.request(1);
        }
    }

    private void take(ByteBuffer part) throws IOException {
        long taken = count + part.remaining();
        count = taken;
        if (taken > most) {
            throw new RegistryException(
                    RegistryError.TOO_LARGE, "the answer has more than the " + most + " bytes that are allowed");
        }
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        into.write(bytes);
    }

    private void end(RegistryException refused) {
        // First: what comes of cancelling is not to be taken for an answer that broke off.
        done.completeExceptionally(refused);
        if (subscription != null) {
            subscription.cancel();
        }
    }

    @Override
    public void onError(Throwable failure) {
        done.completeExceptionally(broken(failure));
    }

    /** What is to be said of an answer that broke off; on any thread. */
    RegistryException broken(Throwable failure) {
        return new RegistryException(
                RegistryError.TRUNCATED,
                "the answer broke off after " + count + " bytes: " + RegistryException.reason(failure),
                failure);
    }

    @Override
    public void onComplete() {
        done.complete(count);
    }
}
