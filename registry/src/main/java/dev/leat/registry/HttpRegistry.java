package dev.leat.registry;

import dev.leat.endpoint.Backoff;
import java.io.FileNotFoundException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A registry over HTTP or HTTPS, as the OCI distribution specification 1.1 has it. Redirects of reading requests are
 * followed, five at most, and from TLS to TLS only; credentials go to no other origin.
 */
public final class HttpRegistry implements Registry {

    private static final int MOST_REDIRECTS = 5;
    private static final int MOST_REFERRERS = 1000;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration MOST_PAUSE = Duration.ofSeconds(5);
    private static final String ACCEPTED = String.join(", ", MediaTypes.MANIFESTS);

    private final URI base;
    private final String host;
    private final HttpRegistryOptions options;
    private final HttpTransport transport;
    private final Authorizer authorizer;

    /**
     * What is sent, as often as it takes.
     *
     * @param what is asked for, for messages
     * @param type what is accepted by a request that reads, and what is sent by one that writes
     */
    private record Request(
            String method,
            URI uri,
            String scope,
            String what,
            @Nullable String type,
            @Nullable Supplier<BodyPublisher> body) {

        HttpRequest to(URI place, @Nullable String authorization) {
            HttpRequest.Builder builder = HttpRequest.newBuilder(place)
                    .header("User-Agent", "leat")
                    .method(method, body == null ? BodyPublishers.noBody() : body.get());
            if (type != null) {
                builder.header(reads() ? "Accept" : "Content-Type", type);
            }
            if (authorization != null) {
                builder.header("Authorization", authorization);
            }
            return builder.build();
        }

        boolean reads() {
            return method.equals("GET") || method.equals("HEAD");
        }
    }

    /**
     * @param base scheme, host and port, without a path
     * @param host what people call it, and what credentials are asked for
     * @throws RegistryException {@link RegistryError#TLS_MATERIAL_INVALID}
     */
    public HttpRegistry(URI base, String host, HttpRegistryOptions options, Credentials credentials) {
        String scheme = base.getScheme();
        if (!("http".equals(scheme) || "https".equals(scheme)) || base.getHost() == null) {
            throw new IllegalArgumentException("a registry is at http://HOST or https://HOST: " + base);
        }
        this.base = base;
        this.host = host;
        this.options = options;
        this.transport = new HttpTransport(options);
        this.authorizer = new Authorizer(transport, base, host, credentials);
    }

    /**
     * Asks whether a registry is there that takes the credentials.
     *
     * @throws RegistryException where not
     */
    public void ping() {
        HttpTransport.Answer answer = send(new Request("GET", base.resolve("/v2/"), "", host, null, null), small());
        if (!answer.ok()) {
            throw Statuses.failure(answer, host + " lets nobody in, or is no registry");
        }
    }

    private HttpTransport.Target small() {
        return transport.small(ManifestContent.MOST_BYTES);
    }

    @Override
    public Optional<Digest> digestOf(String repository, String tag) {
        HttpTransport.Answer answer = send(reading("HEAD", repository, "/manifests/" + tag, ACCEPTED), small());
        if (answer.status() == 404) {
            return Optional.empty();
        }
        if (!answer.ok() && answer.status() != 405) {
            throw Statuses.failure(answer, nameOf(repository) + ":" + tag);
        }
        Optional<Digest> said =
                answer.ok() ? answer.header("Docker-Content-Digest").flatMap(Digest::parse) : Optional.empty();
        return said.or(() -> Optional.of(manifest(repository, tag).digest()));
    }

    @Override
    public ManifestContent manifest(String repository, String reference) {
        Optional<Digest> pinned = Digest.parse(reference);
        String place = nameOf(repository) + (pinned.isPresent() ? "@" : ":") + reference;
        HttpTransport.Answer answer = send(reading("GET", repository, "/manifests/" + reference, ACCEPTED), small());
        if (!answer.ok()) {
            throw Statuses.failure(answer, place);
        }
        Optional<Digest> said = answer.header("Docker-Content-Digest").flatMap(Digest::parse);
        Digest digest = pinned.or(() -> said).orElseGet(() -> Digest.of(answer.body()));
        if (!digest.fits(answer.body())) {
            throw new RegistryException(
                    RegistryError.DIGEST_MISMATCH,
                    "the manifest of " + place + " should have the digest " + digest + " and has "
                            + Digest.of(answer.body()));
        }
        String mediaType = answer.header("Content-Type").orElse(MediaTypes.MANIFEST);
        int parameters = mediaType.indexOf(';');
        return new ManifestContent(
                parameters < 0 ? mediaType : mediaType.substring(0, parameters).strip(), digest, answer.body());
    }

    @Override
    public void readBlob(String repository, Descriptor blob, OutputStream into) {
        String place = nameOf(repository);
        if (blob.size() > options.mostBlobBytes()) {
            throw new RegistryException(
                    RegistryError.TOO_LARGE,
                    "a layer of " + place + " has " + blob.size() + " bytes; at most " + options.mostBlobBytes()
                            + " are read");
        }
        VerifiedOutput verified = new VerifiedOutput(into, blob, place);
        HttpTransport.Answer answer = send(
                reading("GET", repository, "/blobs/" + blob.digest(), null), transport.blob(verified, blob.size() + 1));
        if (!answer.ok()) {
            throw Statuses.failure(answer, "the layer " + blob.digest() + " of " + place);
        }
        verified.verify();
    }

    @Override
    public boolean hasBlob(String repository, Digest blob) {
        return hasBlob(repository, blob, pulling(repository));
    }

    private boolean hasBlob(String repository, Digest blob, String scope) {
        String what = "the layer " + blob + " of " + nameOf(repository);
        HttpTransport.Answer answer =
                send(new Request("HEAD", at(repository, "/blobs/" + blob), scope, what, null, null), small());
        if (answer.ok() || answer.status() == 404) {
            return answer.ok();
        }
        throw Statuses.failure(answer, what);
    }

    @Override
    public void writeBlob(String repository, Descriptor blob, Path content) {
        if (hasBlob(repository, blob.digest(), pushing(repository))) {
            return;
        }
        String what = "the layer " + blob.digest() + " to " + nameOf(repository);
        HttpTransport.Answer begun = send(
                new Request("POST", at(repository, "/blobs/uploads/"), pushing(repository), what, null, null), small());
        if (begun.status() != 202) {
            throw Statuses.failure(begun, what);
        }
        URI place = location(begun, what);
        String digest =
                "digest=" + blob.digest().algorithm() + "%3A" + blob.digest().hex();
        URI upload = URI.create(place + (place.getRawQuery() == null ? "?" : "&") + digest);
        HttpTransport.Answer done = send(
                new Request(
                        "PUT", upload, pushing(repository), what, "application/octet-stream", () -> publisher(content)),
                new HttpTransport.Target(null, ManifestContent.MOST_BYTES, options.transferTimeout()));
        if (done.status() != 201) {
            throw Statuses.failure(done, what);
        }
    }

    private static BodyPublisher publisher(Path content) {
        try {
            return BodyPublishers.ofFile(content);
        } catch (FileNotFoundException gone) {
            throw new RegistryException(RegistryError.FILE_UNUSABLE, content + " cannot be read", gone);
        }
    }

    @Override
    public void writeManifest(String repository, String reference, ManifestContent manifest) {
        String what = "the manifest to " + nameOf(repository)
                + (Digest.parse(reference).isPresent() ? "@" : ":") + reference;
        HttpTransport.Answer answer = send(
                new Request(
                        "PUT",
                        at(repository, "/manifests/" + reference),
                        pushing(repository),
                        what,
                        manifest.mediaType(),
                        () -> BodyPublishers.ofByteArray(manifest.content())),
                small());
        if (answer.status() != 201) {
            throw Statuses.failure(answer, what);
        }
    }

    @Override
    public List<Descriptor> referrers(String repository, Digest subject) {
        String place = "the referrers of " + nameOf(repository) + "@" + subject;
        HttpTransport.Answer answer =
                send(reading("GET", repository, "/referrers/" + subject, MediaTypes.INDEX), small());
        if (answer.ok()) {
            return bounded(ManifestContent.of(MediaTypes.INDEX, answer.body()), place);
        }
        if (answer.status() != 404) {
            throw Statuses.failure(answer, place);
        }
        // A registry without that part of the specification has a tag instead.
        String tag = subject.algorithm() + "-" + subject.hex();
        return digestOf(repository, tag).isEmpty() ? List.of() : bounded(manifest(repository, tag), place);
    }

    private static List<Descriptor> bounded(ManifestContent index, String place) {
        return Manifest.read(index, place).manifests().stream()
                .limit(MOST_REFERRERS)
                .toList();
    }

    @Override
    public String nameOf(String repository) {
        return host + "/" + repository;
    }

    private URI at(String repository, String rest) {
        return base.resolve("/v2/" + repository + rest);
    }

    private Request reading(String method, String repository, String rest, @Nullable String accepted) {
        return new Request(method, at(repository, rest), pulling(repository), nameOf(repository), accepted, null);
    }

    private static String pulling(String repository) {
        return "repository:" + repository + ":pull";
    }

    private static String pushing(String repository) {
        return "repository:" + repository + ":pull,push";
    }

    private URI location(HttpTransport.Answer answer, String what) {
        try {
            URI place = answer.uri().resolve(answer.header("Location").orElseThrow(() -> noLocation(what)));
            String scheme = String.valueOf(place.getScheme());
            if (place.getHost() == null || !scheme.equals("https") && !scheme.equals("http")) {
                throw noLocation(what);
            }
            if (scheme.equals("http") && base.getScheme().equals("https")) {
                throw new RegistryException(
                        RegistryError.REDIRECTED, what + ": " + host + " sends from TLS to plain HTTP");
            }
            return place;
        } catch (IllegalArgumentException wrong) {
            throw new RegistryException(RegistryError.UNEXPECTED_ANSWER, what + ": the Location is no address", wrong);
        }
    }

    private static RegistryException noLocation(String what) {
        return new RegistryException(RegistryError.UNEXPECTED_ANSWER, what + ": the answer has no Location");
    }

    /** Again and again, where the registry is overloaded. */
    private HttpTransport.Answer send(Request request, HttpTransport.Target target) {
        Backoff backoff = new Backoff(
                FIRST_PAUSE, MOST_PAUSE, () -> ThreadLocalRandom.current().nextDouble());
        for (int attempt = 1; ; attempt++) {
            HttpTransport.Answer answer = authorized(request, target);
            int status = answer.status();
            boolean overloaded = status == 429 || status == 502 || status == 503 || status == 504;
            if (!overloaded || attempt >= options.attempts()) {
                return answer;
            }
            Duration pause = Statuses.retryAfter(answer).orElseGet(() -> Duration.ofMillis(backoff.nextMillis()));
            if (pause.compareTo(MOST_PAUSE) > 0) {
                return answer;
            }
            pause(pause);
        }
    }

    private void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new RegistryException(RegistryError.UNREACHABLE, "waiting for " + host + " was given up", ended);
        }
    }

    private HttpTransport.Answer authorized(Request request, HttpTransport.Target target) {
        Optional<String> known = authorizer.known(request.scope());
        HttpTransport.Answer answer = followed(request, known.orElse(null), target);
        if (answer.status() != 401) {
            return answer;
        }
        authorizer.forget(request.scope());
        List<Challenge> challenges = Challenge.parse(answer.headers().allValues("WWW-Authenticate"));
        if (challenges.isEmpty()) {
            return answer;
        }
        HttpTransport.Answer second = followed(request, authorizer.answer(challenges, request.scope()), target);
        if (second.status() == 401) {
            authorizer.forget(request.scope());
        }
        return second;
    }

    private HttpTransport.Answer followed(
            Request request, @Nullable String authorization, HttpTransport.Target target) {
        URI place = request.uri();
        for (int redirects = 0; ; redirects++) {
            // Credentials are for the registry, and not for the storage that it sends to.
            String header = sameOrigin(place) ? authorization : null;
            HttpTransport.Answer answer = transport.send(request.to(place, header), target);
            if (!List.of(301, 302, 303, 307, 308).contains(answer.status()) || !request.reads()) {
                return answer;
            }
            if (redirects == MOST_REDIRECTS) {
                throw new RegistryException(
                        RegistryError.REDIRECTED,
                        request.what() + ": " + host + " redirects more than " + MOST_REDIRECTS + " times");
            }
            place = location(answer, request.what());
        }
    }

    private boolean sameOrigin(URI place) {
        return base.getScheme().equalsIgnoreCase(place.getScheme())
                && base.getHost().equalsIgnoreCase(place.getHost())
                && port(base) == port(place);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    @Override
    public void close() {
        transport.close();
    }
}
