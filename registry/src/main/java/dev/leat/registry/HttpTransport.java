package dev.leat.registry;

import dev.leat.dataflow.data.Bytes;
import dev.leat.endpoint.Pem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** HTTP with every answer bounded in size and time, and without redirects. Knows nothing of registries. */
final class HttpTransport implements AutoCloseable {

    private static final int MOST_ERROR_BYTES = 64 << 10;

    private final HttpClient client;
    private final HttpRegistryOptions options;

    /**
     * @param body what came, where it was not written elsewhere
     * @param uri where it came from
     */
    record Answer(int status, HttpHeaders headers, byte[] body, URI uri) {

        Optional<String> header(String name) {
            return headers.firstValue(name);
        }

        boolean ok() {
            return status >= 200 && status < 300;
        }
    }

    /**
     * Where the body of a good answer goes.
     *
     * @param into null for {@link Answer#body}
     */
    record Target(@Nullable OutputStream into, long most, Duration time) {}

    /** @throws RegistryException {@link RegistryError#TLS_MATERIAL_INVALID} */
    HttpTransport(HttpRegistryOptions options) {
        this.options = options;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(options.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .executor(Executors.newVirtualThreadPerTaskExecutor());
        options.authorities().ifPresent(authorities -> {
            try {
                builder.sslContext(trusting(authorities.read()));
            } catch (IOException | GeneralSecurityException unreadable) {
                throw new RegistryException(
                        RegistryError.TLS_MATERIAL_INVALID,
                        "the trusted authorities of registries cannot be used: " + RegistryException.reason(unreadable),
                        unreadable);
            }
        });
        this.client = builder.build();
    }

    private static SSLContext trusting(Bytes pem) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate each : Pem.certificates(pem)) {
            store.setCertificateEntry("authority-" + number++, each);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** For an answer of at most so many bytes, in the time for answers. */
    Target small(long most) {
        return new Target(null, most, options.answerTimeout());
    }

    /** For a blob. */
    Target blob(OutputStream into, long most) {
        return new Target(into, most, options.transferTimeout());
    }

    /**
     * Sends a request, once.
     *
     * @throws RegistryException {@link RegistryError#UNREACHABLE} and others; no status of an answer is an error here
     */
    Answer send(HttpRequest request, Target target) {
        AtomicLong lastNanos = new AtomicLong(System.nanoTime());
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        AtomicReference<BoundedBody> begun = new AtomicReference<>();
        CompletableFuture<HttpResponse<Long>> future = client.sendAsync(request, info -> {
            boolean good = info.statusCode() >= 200 && info.statusCode() < 300;
            OutputStream into = good && target.into() != null ? target.into() : body;
            begun.set(new BoundedBody(into, good ? target.most() : MOST_ERROR_BYTES, lastNanos));
            return begun.get();
        });
        // A body is sent without a sign of progress.
        boolean uploads = request.bodyPublisher().stream().anyMatch(publisher -> publisher.contentLength() > 0);
        HttpResponse<Long> response = await(future, request.uri(), target, lastNanos, begun, uploads);
        return new Answer(response.statusCode(), response.headers(), body.toByteArray(), request.uri());
    }

    private HttpResponse<Long> await(
            CompletableFuture<HttpResponse<Long>> future,
            URI uri,
            Target target,
            AtomicLong lastNanos,
            AtomicReference<BoundedBody> begun,
            boolean uploads) {
        long start = System.nanoTime();
        long all = target.time().toNanos();
        long silence = uploads ? all : Math.min(all, options.answerTimeout().toNanos());
        try {
            while (true) {
                long now = System.nanoTime();
                long left = Math.min(silence - (now - lastNanos.get()), all - (now - start));
                if (left <= 0) {
                    throw late(uri, now - start >= all, Duration.ofNanos(now - start >= all ? all : silence));
                }
                try {
                    return future.get(left, TimeUnit.NANOSECONDS);
                } catch (TimeoutException perhaps) {
                    // The next turn sees whether something came meanwhile.
                }
            }
        } catch (ExecutionException failed) {
            throw failure(failed, uri, begun.get());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new RegistryException(
                    RegistryError.UNREACHABLE, "the request to " + place(uri) + " was given up", ended);
        } finally {
            future.cancel(true);
        }
    }

    private static RegistryException late(URI uri, boolean whole, Duration time) {
        return new RegistryException(
                RegistryError.TIMED_OUT,
                place(uri) + (whole ? " did not answer in full within " : " sent nothing for ") + time.toMillis()
                        + " ms");
    }

    /** @param begun null where no answer came; the client may fail before it tells the body that it broke off */
    private static RegistryException failure(ExecutionException failed, URI uri, @Nullable BoundedBody begun) {
        for (Throwable each = failed; each != null; each = each.getCause()) {
            if (each instanceof RegistryException known) {
                return new RegistryException(known.error(), place(uri) + ": " + known.reason(), known);
            }
        }
        if (begun != null) {
            RegistryException broken = begun.broken(failed);
            return new RegistryException(broken.error(), place(uri) + ": " + broken.reason(), failed);
        }
        for (Throwable each = failed; each != null; each = each.getCause()) {
            switch (each) {
                case SSLException tls -> {
                    return new RegistryException(
                            RegistryError.TLS_FAILED,
                            "no TLS with " + place(uri) + ": " + RegistryException.reason(tls),
                            failed);
                }
                case HttpConnectTimeoutException connect -> {
                    return new RegistryException(
                            RegistryError.TIMED_OUT, place(uri) + " did not take the connection in time", failed);
                }
                case UnresolvedAddressException unknown -> {
                    return new RegistryException(
                            RegistryError.UNREACHABLE, "the name " + uri.getHost() + " is not known", failed);
                }
                default -> {}
            }
        }
        boolean refused = failed.getCause() instanceof ConnectException;
        return new RegistryException(
                RegistryError.UNREACHABLE,
                refused
                        ? place(uri) + " takes no connection"
                        : "the connection to " + place(uri) + " broke: " + RegistryException.reason(failed),
                failed);
    }

    /** Scheme, host and port: what may stand in a message. A path may hold a signature. */
    static String place(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
