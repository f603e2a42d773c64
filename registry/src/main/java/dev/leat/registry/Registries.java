package dev.leat.registry;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How registries are reached by their hosts: directly, or through a mirror. Over HTTPS, but for this machine's own
 * ({@code localhost} and 127.0.0.1, where no authorities are given) and those that are named for plain HTTP.
 *
 * @param mirrors what stands for a host
 * @param plainHttp hosts that speak plain HTTP
 * @param options for all of them
 */
public record Registries(Map<String, Mirror> mirrors, Set<String> plainHttp, HttpRegistryOptions options) {

    /** No mirrors, HTTPS. */
    public static final Registries DEFAULT = new Registries(Map.of(), Set.of(), HttpRegistryOptions.DEFAULT);

    public Registries {
        mirrors = Map.copyOf(mirrors);
        plainHttp = Set.copyOf(plainHttp);
    }

    /** What stands for a registry. */
    public sealed interface Mirror {

        /**
         * Another registry.
         *
         * @param base without a path
         * @param prefix of its repositories, with a slash at the end, or nothing
         * @param credentials for it; those of the registry that it stands for stay unsaid
         */
        record Remote(URI base, String prefix, Credentials credentials) implements Mirror {}

        /** A directory in the OCI image layout. */
        record Layout(Path directory) implements Mirror {}
    }

    /**
     * With a mirror.
     *
     * @param mapping {@code HOST=http://HOST[:PORT][/PATH]}, {@code HOST=https://...} or {@code HOST=oci:DIRECTORY}
     * @param credentials for mirrors over HTTP
     * @throws RegistryException {@link RegistryError#REFERENCE_INVALID}
     */
    public Registries withMirror(String mapping, Credentials credentials) {
        int equals = mapping.indexOf('=');
        String host = equals < 0 ? "" : mapping.substring(0, equals);
        if (!ArtifactReference.isHost(host)) {
            throw invalid(mapping, "it is not HOST=http://..., HOST=https://... or HOST=oci:DIRECTORY");
        }
        Map<String, Mirror> all = new HashMap<>(mirrors);
        all.put(host, mirror(mapping, mapping.substring(equals + 1), credentials));
        return new Registries(all, plainHttp, options);
    }

    private static Mirror mirror(String mapping, String target, Credentials credentials) {
        if (target.startsWith("oci:") && target.length() > "oci:".length()) {
            return new Mirror.Layout(Path.of(target.substring("oci:".length())));
        }
        try {
            URI uri = URI.create(target);
            String path = uri.getPath() == null ? "" : uri.getPath().replaceAll("^/+|/+$", "");
            boolean known = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (known && uri.getHost() != null && (path.isEmpty() || ArtifactReference.isRepository(path))) {
                return new Mirror.Remote(
                        URI.create(uri.getScheme() + "://" + uri.getRawAuthority()),
                        path.isEmpty() ? "" : path + "/",
                        credentials);
            }
        } catch (IllegalArgumentException noAddress) {
            // Said below.
        }
        throw invalid(mapping, "what follows '=' is no address of a registry, and not oci:DIRECTORY");
    }

    private static RegistryException invalid(String mapping, String reason) {
        return new RegistryException(
                RegistryError.REFERENCE_INVALID,
                "'" + RegistryException.printable(mapping) + "' names no mirror: " + reason);
    }

    public Registries withPlainHttp(Set<String> hosts) {
        return new Registries(mirrors, hosts, options);
    }

    public Registries withOptions(HttpRegistryOptions other) {
        return new Registries(mirrors, plainHttp, other);
    }

    /** A registry, and what stands before the names of repositories in it. */
    record Reached(Registry registry, String prefix) {}

    /** @param credentials for the registry of that name, where no mirror stands for it */
    Reached reach(String host, Credentials credentials) {
        Mirror mirror = mirrors.get(host);
        return switch (mirror) {
            case Mirror.Remote remote ->
                new Reached(
                        new HttpRegistry(remote.base(), remote.base().getRawAuthority(), options, remote.credentials()),
                        remote.prefix());
            case Mirror.Layout layout -> new Reached(new OciLayout(layout.directory(), options.mostBlobBytes()), "");
            case null -> new Reached(open(host, credentials), "");
        };
    }

    /**
     * A registry, without a look at mirrors.
     *
     * @throws RegistryException {@link RegistryError#REFERENCE_INVALID} where that is no host
     */
    public HttpRegistry open(String host, Credentials credentials) {
        if (!ArtifactReference.isHost(host)) {
            throw new RegistryException(
                    RegistryError.REFERENCE_INVALID,
                    "'" + RegistryException.printable(host) + "' is no registry's host");
        }
        // Docker Hub's registry has another name than its references.
        String address = host.equals("docker.io") ? "registry-1.docker.io" : host;
        return new HttpRegistry(
                URI.create((isPlain(host) ? "http://" : "https://") + address), host, options, credentials);
    }

    private boolean isPlain(String host) {
        if (plainHttp.contains(host)) {
            return true;
        }
        String name = host.replaceAll(":[0-9]+$", "");
        return options.authorities().isEmpty()
                && (name.equals("localhost") || name.equals("127.0.0.1") || name.equals("[::1]"));
    }
}
