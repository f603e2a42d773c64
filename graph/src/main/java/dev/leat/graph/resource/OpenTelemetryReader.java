package dev.leat.graph.resource;

import dev.leat.graph.diagnostic.ResourceProblem;
import dev.leat.graph.resource.AuthenticationReader.Method;
import dev.leat.graph.resource.EndpointSettings.OpenTelemetry;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Reads {@code openTelemetrySettings}. */
final class OpenTelemetryReader {

    private static final Set<Method> METHODS =
            EnumSet.of(Method.SERVICE_ACCOUNT_TOKEN, Method.X509_CERTIFICATE, Method.ANONYMOUS);
    private static final int LATENCY_SECONDS = 60;

    private OpenTelemetryReader() {}

    static Optional<EndpointSettings> read(Fields endpoint) {
        return endpoint.requiredObject(
                        EndpointType.OPEN_TELEMETRY.settingsKey(),
                        "the OpenTelemetry settings",
                        "host",
                        "batching",
                        "tls",
                        "authentication")
                .flatMap(OpenTelemetryReader::settings);
    }

    private static Optional<EndpointSettings> settings(Fields fields) {
        Optional<Placed> host = fields.requiredText("host");
        host.ifPresent(given -> EndpointReader.checkHost(
                given,
                Hosts.WITH_SCHEME,
                "Write host:port, with or without https://, such as 'https://collector:4317'.",
                fields));
        Optional<EndpointAuthentication> authentication =
                EndpointAuthenticationReader.read(fields, METHODS, EndpointType.OPEN_TELEMETRY);
        Optional<Fields> batching = fields.object("batching", "batching settings", "latencySeconds", "maxMessages");
        int latency = batching.map(
                        block -> block.integer("latencySeconds", 0, ProfileReader.MOST_UNSIGNED_SHORT, LATENCY_SECONDS))
                .orElse(LATENCY_SECONDS);
        int messages = batching.map(
                        block -> block.integer("maxMessages", 1, Integer.MAX_VALUE, KafkaReader.MAX_MESSAGES))
                .orElse(KafkaReader.MAX_MESSAGES);
        Tls tls = EndpointReader.tls(fields, authentication);
        host.filter(given -> tls.enabled() && given.value().startsWith("http://"))
                .ifPresent(given -> fields.report(
                        ResourceProblem.SETTING_WITHOUT_EFFECT,
                        given.position(),
                        "'http://' has no effect, because TLS is enabled.",
                        "Write 'tls: {mode: Disabled}', or https://."));
        return host.flatMap(
                given -> authentication.map(known -> new OpenTelemetry(given, latency, messages, tls, known)));
    }
}
