package dev.leat.platform.server;

import dev.leat.dataflow.data.Bytes;
import dev.leat.endpoint.Material;
import dev.leat.graph.resource.ConfigMap;
import dev.leat.graph.resource.DataValue;
import dev.leat.graph.resource.EndpointAuthentication;
import dev.leat.graph.resource.EndpointSettings;
import dev.leat.graph.resource.Placed;
import dev.leat.graph.resource.RegistryAuthentication;
import dev.leat.graph.resource.RegistryEndpoint;
import dev.leat.graph.resource.Resource;
import dev.leat.graph.resource.ResourceKind;
import dev.leat.graph.resource.Secret;
import dev.leat.graph.resource.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Finds the values of Secrets and ConfigMaps: first in resources, then as {@code DIR/NAME/KEY} in directories, then, for
 * Secrets, in the environment as {@code LEAT_SECRET_NAME_KEY}, in upper case with {@code _} for all but letters and digits.
 *
 * @param directories each with a directory for each Secret and ConfigMap, as Kubernetes mounts them
 * @param environment the value of a variable, or null
 */
record Secrets(List<Path> directories, UnaryOperator<String> environment) {

    private static final String VARIABLE = "LEAT_SECRET_";
    private static final String TOKEN_VARIABLE = "LEAT_SERVICE_ACCOUNT_TOKEN_FILE";
    private static final String TOKEN_FILE = "/var/run/secrets/tokens/broker-sat";

    Secrets {
        directories = List.copyOf(directories);
    }

    /** A Secret or ConfigMap of the namespace of what names it. */
    record Name(ResourceKind kind, String name) {

        static Name secret(Placed name) {
            return new Name(ResourceKind.SECRET, name.value());
        }

        static Name configMap(Placed name) {
            return new Name(ResourceKind.CONFIG_MAP, name.value());
        }
    }

    /** What the settings of an endpoint name. */
    static List<Name> namesIn(EndpointSettings settings) {
        List<Name> names = new ArrayList<>();
        switch (settings) {
            case EndpointSettings.Mqtt mqtt -> add(mqtt.tls(), mqtt.authentication(), names);
            case EndpointSettings.Kafka kafka -> add(kafka.tls(), kafka.authentication(), names);
            case EndpointSettings.OpenTelemetry otel -> add(otel.tls(), otel.authentication(), names);
            case EndpointSettings.NotRun notRun -> {}
        }
        return names;
    }

    private static void add(Tls tls, EndpointAuthentication authentication, List<Name> names) {
        tls.trustedCaCertificates().map(Name::configMap).ifPresent(names::add);
        switch (authentication) {
            case EndpointAuthentication.X509Certificate certificate -> names.add(Name.secret(certificate.secret()));
            case EndpointAuthentication.Sasl sasl -> names.add(Name.secret(sasl.secret()));
            case EndpointAuthentication.UsernamePassword password -> names.add(Name.secret(password.secret()));
            case EndpointAuthentication.ServiceAccountToken token -> {}
            case EndpointAuthentication.SystemAssignedManagedIdentity identity -> {}
            case EndpointAuthentication.UserAssignedManagedIdentity identity -> {}
            case EndpointAuthentication.Anonymous anonymous -> {}
        }
    }

    /** What a registry endpoint names. */
    static List<Name> namesIn(RegistryEndpoint registry) {
        List<Name> names = new ArrayList<>();
        if (registry.authentication() instanceof RegistryAuthentication.ArtifactPullSecret pull) {
            names.add(Name.secret(pull.secret()));
        }
        registry.codeSigningCas()
                .forEach(ca -> names.add(new Name(ca.source(), ca.name().value())));
        return names;
    }

    /** Several files as one, in their order. */
    static Material joined(List<Material> parts) {
        return () -> {
            StringBuilder all = new StringBuilder();
            for (Material part : parts) {
                all.append(part.read().asUtf8()).append('\n');
            }
            return Bytes.utf8(all.toString());
        };
    }

    /** The file with the token of the service account that the server runs under. */
    Path serviceAccountToken() {
        String given = environment.apply(TOKEN_VARIABLE);
        Path file = Path.of(given == null ? TOKEN_FILE : given);
        if (!Files.isReadable(file)) {
            throw new ServerException(
                    ServerProblem.SECRET,
                    "the token of a service account is asked for, and " + file + " is not there; " + TOKEN_VARIABLE
                            + " names another file");
        }
        return file;
    }

    /** A value that must be there. */
    Material require(FlowSpec flow, Name name, String key) {
        return find(flow, name, key)
                .orElseThrow(() -> new ServerException(
                        ServerProblem.SECRET,
                        "the " + name.kind().spelling() + " " + name.name() + " with the key '" + key
                                + "' is not there: not as a resource"
                                + (directories.isEmpty() ? "" : ", not below " + directories)
                                + (name.kind() == ResourceKind.SECRET
                                        ? ", not as " + variable(name.name(), key) + " in the environment"
                                        : "")));
    }

    Optional<Material> find(FlowSpec flow, Name name, String key) {
        return inResources(flow, name, key).or(() -> inDirectories(name, key)).or(() -> inEnvironment(name, key));
    }

    private static Optional<Material> inResources(FlowSpec flow, Name name, String key) {
        return flow.reference(name.kind(), name.name())
                .map(resource -> values(resource).get(key))
                .map(value -> Material.of(Bytes.of(value.bytes())));
    }

    /** All values of a Secret or ConfigMap: those of the resource, or else those of the first directory that has it. */
    List<Material> all(FlowSpec flow, Name name) {
        Optional<Resource> resource = flow.reference(name.kind(), name.name());
        if (resource.isPresent()) {
            return values(resource.get()).entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(entry -> Material.of(Bytes.of(entry.getValue().bytes())))
                    .toList();
        }
        for (Path directory : directories) {
            Path place = directory.resolve(name.name());
            if (Files.isDirectory(place)) {
                try (var files = Files.list(place)) {
                    return files.filter(file -> !file.getFileName().toString().startsWith("."))
                            .filter(Files::isRegularFile)
                            .sorted()
                            .map(Material::file)
                            .toList();
                } catch (IOException unreadable) {
                    throw new ServerException(
                            ServerProblem.SECRET, place + " cannot be read: " + unreadable.getMessage(), unreadable);
                }
            }
        }
        throw new ServerException(
                ServerProblem.SECRET,
                "the " + name.kind().spelling() + " " + name.name() + " is not there: not as a resource"
                        + (directories.isEmpty() ? "" : ", not below " + directories));
    }

    private static Map<String, DataValue> values(Resource resource) {
        return switch (resource) {
            case Secret secret -> secret.data();
            case ConfigMap map -> map.data();
            default -> Map.of();
        };
    }

    private Optional<Material> inDirectories(Name name, String key) {
        return directories.stream()
                .map(directory -> directory.resolve(name.name()).resolve(key))
                .filter(Files::isRegularFile)
                .findFirst()
                .map(Material::file);
    }

    private Optional<Material> inEnvironment(Name name, String key) {
        return name.kind() == ResourceKind.SECRET
                ? Optional.ofNullable(environment.apply(variable(name.name(), key)))
                        .map(Material::of)
                : Optional.empty();
    }

    /** Such as {@code LEAT_SECRET_FACTORY_PASSWORD}. */
    static String variable(String name, String key) {
        return VARIABLE + (name + "_" + key).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
