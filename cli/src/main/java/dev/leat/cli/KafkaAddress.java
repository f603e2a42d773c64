package dev.leat.cli;

import dev.leat.endpoint.Material;
import dev.leat.endpoint.TlsOptions;
import dev.leat.endpoint.kafka.KafkaAuthentication;
import dev.leat.endpoint.kafka.KafkaConnectionOptions;
import dev.leat.endpoint.kafka.KafkaEndpointException;
import dev.leat.endpoint.kafka.KafkaSinkOptions;
import dev.leat.endpoint.kafka.KafkaSinkOptions.Partitioning;
import dev.leat.endpoint.kafka.KafkaSourceOptions;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A topic of Kafka as a user writes it: {@code kafka://HOST:PORT/TOPIC?NAME=VALUE&...}, or {@code kafkas://} for TLS.
 *
 * @param text as it was given, with the names of files and without their content
 */
record KafkaAddress(String text, String servers, boolean tls, String topic, Map<String, String> parameters) {

    private static final String PLAIN = "kafka://";
    private static final String ENCRYPTED = "kafkas://";

    private static final Set<String> OF_CONNECTIONS =
            Set.of("ca", "cert", "key", "sasl", "user", "password-file", "token-file");
    private static final Set<String> OF_SOURCES = Set.of("group", "from");
    private static final Set<String> OF_SINKS = Set.of("acks", "compression", "partition");

    /** Whether the text is meant to be one. */
    static boolean isOne(String text) {
        return text.startsWith(PLAIN) || text.startsWith(ENCRYPTED);
    }

    /** @throws UsageException that says what is wrong with it */
    static KafkaAddress parse(String text) {
        boolean tls = text.startsWith(ENCRYPTED);
        String rest = text.substring((tls ? ENCRYPTED : PLAIN).length());
        int question = rest.indexOf('?');
        String place = question < 0 ? rest : rest.substring(0, question);
        int slash = place.indexOf('/');
        if (slash <= 0 || slash == place.length() - 1) {
            throw wrong(text, "write kafka://HOST:PORT/TOPIC, or kafkas:// for TLS");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter :
                question < 0 ? new String[0] : rest.substring(question + 1).split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals <= 0) {
                throw wrong(text, "'" + parameter + "' is not NAME=VALUE");
            }
            String name = parameter.substring(0, equals);
            if (parameters.put(name, decoded(text, parameter.substring(equals + 1))) != null) {
                throw wrong(text, "'" + name + "' is there twice");
            }
        }
        return new KafkaAddress(text, place.substring(0, slash), tls, place.substring(slash + 1), parameters);
    }

    private static String decoded(String text, String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw wrong(text, "'" + value + "' has a % that begins no escape");
        }
    }

    /** Whether both are read in one go: all but the topic is the same. */
    boolean isBeside(KafkaAddress other) {
        return servers.equals(other.servers) && tls == other.tls && parameters.equals(other.parameters);
    }

    /** The files that it names, by parameter. */
    Map<String, String> files() {
        return Stream.of("ca", "cert", "key", "password-file", "token-file")
                .filter(parameters::containsKey)
                .collect(Collectors.toMap(name -> name, parameters::get));
    }

    KafkaConnectionOptions connection(String clientId, boolean failFast) {
        if (!tls && Stream.of("ca", "cert", "key").anyMatch(parameters::containsKey)) {
            throw wrong(text, "ca, cert and key go with kafkas://");
        }
        try {
            KafkaConnectionOptions options = KafkaConnectionOptions.of(servers, clientId)
                    .withAuthentication(authentication())
                    .withFailFast(failFast);
            return tls ? options.withTls(encryption()) : options;
        } catch (IllegalArgumentException invalid) {
            throw wrong(text, invalid.getMessage());
        }
    }

    private TlsOptions encryption() {
        TlsOptions trusting = file("ca").map(TlsOptions::trusting).orElse(TlsOptions.DEFAULT);
        if (parameters.containsKey("cert") != parameters.containsKey("key")) {
            throw wrong(text, "cert and key go together");
        }
        return parameters.containsKey("cert")
                ? trusting.withIdentity(file("cert").orElseThrow(), file("key").orElseThrow())
                : trusting;
    }

    private KafkaAuthentication authentication() {
        Optional<String> sasl = parameter("sasl");
        Optional<String> token = parameter("token-file");
        if (token.isPresent()) {
            if (sasl.isPresent() || parameters.containsKey("user") || parameters.containsKey("password-file")) {
                throw wrong(text, "give token-file, or sasl, user and password-file");
            }
            return new KafkaAuthentication.Token(Material.line(Path.of(token.get())));
        }
        boolean complete = parameters.containsKey("user") && parameters.containsKey("password-file");
        if (sasl.isEmpty() && !parameters.containsKey("user") && !parameters.containsKey("password-file")) {
            return KafkaAuthentication.NONE;
        }
        if (sasl.isEmpty() || !complete) {
            throw wrong(text, "sasl, user and password-file go together");
        }
        return new KafkaAuthentication.Password(
                oneOf("sasl", KafkaAuthentication.Mechanism.class).orElseThrow(),
                Material.of(parameters.get("user")),
                Material.line(Path.of(parameters.get("password-file"))));
    }

    /** @param all that are read in one go, this one among them */
    KafkaSourceOptions source(List<KafkaAddress> all) {
        requireOnly(OF_SOURCES);
        String group =
                parameter("group").orElseThrow(() -> wrong(text, "a source needs a consumer group: add ?group=NAME"));
        try {
            KafkaSourceOptions options = KafkaSourceOptions.of(
                    group, all.stream().map(KafkaAddress::topic).toArray(String[]::new));
            return oneOf("from", KafkaSourceOptions.Start.class)
                    .map(options::withStart)
                    .orElse(options);
        } catch (IllegalArgumentException | KafkaEndpointException invalid) {
            throw wrong(text, invalid.getMessage());
        }
    }

    KafkaSinkOptions sink() {
        requireOnly(OF_SINKS);
        try {
            KafkaSinkOptions options = KafkaSinkOptions.to(topic);
            options = oneOf("acks", KafkaSinkOptions.Acks.class)
                    .map(options::withAcks)
                    .orElse(options);
            options = oneOf("compression", KafkaSinkOptions.Compression.class)
                    .map(options::withCompression)
                    .orElse(options);
            return parameter("partition")
                    .map(this::partitioning)
                    .map(options::withPartitioning)
                    .orElse(options);
        } catch (KafkaEndpointException invalid) {
            throw wrong(text, invalid.getMessage());
        }
    }

    private Partitioning partitioning(String way) {
        if (way.equals("topic")) {
            return Partitioning.BY_TOPIC;
        }
        if (way.startsWith("property:") && !way.endsWith(":")) {
            return new Partitioning.ByProperty(way.substring("property:".length()));
        }
        throw wrong(text, "partition is topic or property:NAME, not '" + way + "'");
    }

    private void requireOnly(Set<String> own) {
        for (String name : parameters.keySet()) {
            if (!own.contains(name) && !OF_CONNECTIONS.contains(name)) {
                throw wrong(
                        text,
                        "there is no '" + name + "' here, there is "
                                + Stream.concat(own.stream(), OF_CONNECTIONS.stream())
                                        .sorted()
                                        .collect(Collectors.joining(", ")));
            }
        }
    }

    private Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    private Optional<Material> file(String name) {
        return parameter(name).map(Path::of).map(Material::file);
    }

    /** SCRAM_SHA_256 is written scram-sha-256. */
    private <E extends Enum<E>> Optional<E> oneOf(String name, Class<E> type) {
        return parameter(name)
                .map(value -> Arrays.stream(type.getEnumConstants())
                        .filter(constant -> word(constant).equals(value))
                        .findFirst()
                        .orElseThrow(() -> wrong(
                                text,
                                name + " is "
                                        + Arrays.stream(type.getEnumConstants())
                                                .map(KafkaAddress::word)
                                                .collect(Collectors.joining(" or "))
                                        + ", not '" + value + "'")));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static UsageException wrong(String text, String why) {
        return new UsageException(CliProblem.VALUE, text + ": " + why);
    }
}
