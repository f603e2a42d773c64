package dev.leat.graph.resource;

import dev.leat.graph.diagnostic.ResourceProblem;
import dev.leat.graph.yaml.YamlMapping;
import dev.leat.graph.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a DataflowEndpoint. */
final class EndpointReader {

    private static final Words<EndpointType> TYPES = Words.of(EndpointType.class, EndpointType::spelling);
    private static final Words<HostType> HOST_TYPES = Words.of(HostType.class, HostType::spelling);
    private static final String OTHER_LAKE_KEY = "datalakeStorageSettings";

    private EndpointReader() {}

    static Optional<Resource> read(Unread unread) {
        List<String> keys = new ArrayList<>(List.of("endpointType", "hostType"));
        for (EndpointType type : EndpointType.values()) {
            keys.add(type.settingsKey());
        }
        keys.add(OTHER_LAKE_KEY);
        return Fields.of(unread.spec(), unread.context(), "a data flow endpoint", keys)
                .flatMap(fields -> endpoint(unread, fields));
    }

    private static Optional<Resource> endpoint(Unread unread, Fields fields) {
        Optional<Placed> written = fields.requiredText("endpointType");
        Optional<EndpointType> type =
                written.flatMap(text -> Scalars.choice("endpointType", text, TYPES, fields.context()));
        Optional<HostType> hostType = fields.choice("hostType", HOST_TYPES);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        EndpointType known = type.get();
        hostType.filter(host -> host.endpointType() != known)
                .ifPresent(host -> fields.report(
                        ResourceProblem.HOST_TYPE_MISMATCH,
                        fields.positionOf("hostType"),
                        "The host type '" + host.spelling() + "' does not go with the endpoint type '"
                                + known.spelling() + "'.",
                        "Remove it, or write 'endpointType: "
                                + host.endpointType().spelling() + "'."));
        refuseOthers(fields, known);
        Optional<EndpointSettings> settings = switch (known) {
            case MQTT -> MqttReader.read(fields);
            case KAFKA -> KafkaReader.read(fields);
            case OPEN_TELEMETRY -> OpenTelemetryReader.read(fields);
            case DATA_EXPLORER, DATA_LAKE_STORAGE, FABRIC_ONE_LAKE, LOCAL_STORAGE ->
                notRun(fields, known, written.get());
        };
        return unread.isSound()
                ? Optional.of(new DataflowEndpoint(unread.metadata().orElseThrow(), hostType, settings.orElseThrow()))
                : Optional.empty();
    }

    private static void refuseOthers(Fields fields, EndpointType type) {
        List<String> blocks = new ArrayList<>();
        for (EndpointType other : EndpointType.values()) {
            if (other != type) {
                blocks.add(other.settingsKey());
            }
        }
        if (type != EndpointType.DATA_LAKE_STORAGE) {
            blocks.add(OTHER_LAKE_KEY);
        }
        for (String block : blocks) {
            if (fields.has(block)) {
                fields.report(
                        ResourceProblem.SETTINGS_OF_OTHER_TYPE,
                        fields.positionOf(block),
                        "An endpoint of type " + type.spelling() + " has no '" + block + "'.",
                        "Write '" + type.settingsKey() + "', or another 'endpointType'.");
            }
        }
    }

    private static Optional<EndpointSettings> notRun(Fields fields, EndpointType type, Placed written) {
        boolean other = type == EndpointType.DATA_LAKE_STORAGE && fields.has(OTHER_LAKE_KEY);
        Optional<YamlNode> block = fields.required(other ? OTHER_LAKE_KEY : type.settingsKey());
        block.ifPresent(node -> {
            if (!(node instanceof YamlMapping)) {
                fields.wrongType(type.settingsKey(), "a mapping", node);
            }
        });
        fields.report(
                ResourceProblem.ENDPOINT_NOT_RUN,
                written.position(),
                "Leat does not run endpoints of type '" + type.spelling() + "'.",
                "Use Mqtt, Kafka or OpenTelemetry.");
        return Optional.of(new EndpointSettings.NotRun(type));
    }

    /** The trust in an endpoint, and that it goes with how Leat says who it is. */
    static Tls tls(Fields settings, Optional<EndpointAuthentication> authentication) {
        Optional<Fields> block = settings.object("tls", "the TLS settings", "mode", "trustedCaCertificateConfigMapRef");
        boolean enabled = block.map(tls -> tls.enabled("mode", true)).orElse(true);
        Optional<Placed> authorities = block.flatMap(tls -> tls.text("trustedCaCertificateConfigMapRef"));
        if (!enabled) {
            Fields tls = block.orElseThrow();
            tls.withoutEffect("trustedCaCertificateConfigMapRef", "TLS is disabled");
            authentication.ifPresent(known -> checkWithoutTls(known, tls));
        }
        return new Tls(enabled, authorities);
    }

    private static void checkWithoutTls(EndpointAuthentication authentication, Fields tls) {
        boolean clear = switch (authentication) {
            case EndpointAuthentication.X509Certificate certificate -> {
                tls.report(
                        ResourceProblem.NO_TLS,
                        tls.positionOf("mode"),
                        "X509Certificate authenticates within TLS, which is disabled.",
                        "Write 'mode: Enabled', or use another method.");
                yield false;
            }
            case EndpointAuthentication.Sasl sasl -> sasl.type() == EndpointAuthentication.SaslType.PLAIN;
            case EndpointAuthentication.UsernamePassword password -> true;
            case EndpointAuthentication.ServiceAccountToken token -> true;
            case EndpointAuthentication.SystemAssignedManagedIdentity identity -> true;
            case EndpointAuthentication.UserAssignedManagedIdentity identity -> true;
            case EndpointAuthentication.Anonymous anonymous -> false;
        };
        if (clear) {
            tls.report(
                    ResourceProblem.SECRET_IN_THE_CLEAR,
                    tls.positionOf("mode"),
                    "TLS is disabled, and a secret is sent: everybody on the way can read it.",
                    "Write 'mode: Enabled'.");
        }
    }

    static void checkHost(Placed host, Pattern form, String hint, Fields fields) {
        if (!Scalars.hasPlaceholder(host.value()) && !Hosts.fits(form, host.value())) {
            fields.report(
                    ResourceProblem.BAD_HOST,
                    host.position(),
                    host.quoted() + " is not the address of such an endpoint.",
                    hint);
        }
    }
}
