package dev.leat.graph.resource;

import dev.leat.graph.diagnostic.ResourceProblem;
import dev.leat.graph.resource.AuthenticationReader.Found;
import dev.leat.graph.resource.AuthenticationReader.Method;
import dev.leat.graph.resource.Fields.Context;
import dev.leat.graph.resource.RegistryEndpoint.CodeSigningCa;
import dev.leat.graph.yaml.YamlNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a RegistryEndpoint. */
final class RegistryReader {

    private enum CaType {
        SECRET("secretRef"),
        CONFIG_MAP("configMapRef");

        private final String reference;

        CaType(String reference) {
            this.reference = reference;
        }
    }

    private static final Set<Method> METHODS = EnumSet.of(
            Method.SYSTEM_ASSIGNED_MANAGED_IDENTITY,
            Method.USER_ASSIGNED_MANAGED_IDENTITY,
            Method.ARTIFACT_PULL_SECRET,
            Method.ANONYMOUS);
    private static final Words<CaType> CA_TYPES = Words.of(CaType.class);
    private static final Pattern HOST =
            Pattern.compile("(?<name>[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+])"
                    + "(:(?<port>[0-9]{1,5}))?(/[A-Za-z0-9._-]+)*/?");
    private static final int SHORTEST_HOST = 3;
    private static final int LONGEST_HOST = 63;

    private RegistryReader() {}

    static Optional<Resource> read(Unread unread) {
        return Fields.of(
                        unread.spec(),
                        unread.context(),
                        "a registry endpoint",
                        List.of("host", "authentication", "codeSigningCas", "trustSettings"))
                .flatMap(fields -> registry(unread, fields));
    }

    private static Optional<Resource> registry(Unread unread, Fields fields) {
        Optional<Placed> host = fields.requiredText("host");
        host.ifPresent(given -> checkHost(given, unread.context()));
        Optional<RegistryAuthentication> authentication =
                AuthenticationReader.read(fields, METHODS, "a registry").flatMap(RegistryReader::authentication);
        List<CodeSigningCa> authorities = new ArrayList<>();
        for (YamlNode node : fields.list("codeSigningCas")) {
            authority(node, unread.context()).ifPresent(authorities::add);
        }
        fields.object("trustSettings", "trust settings", "trustedSigningKeys")
                .flatMap(trust -> trust.required("trustedSigningKeys"))
                .flatMap(node -> authority(node, unread.context()))
                .ifPresent(authorities::add);
        return unread.isSound()
                ? Optional.of(new RegistryEndpoint(
                        unread.metadata().orElseThrow(), host.orElseThrow(), authentication.orElseThrow(), authorities))
                : Optional.empty();
    }

    private static void checkHost(Placed host, Context context) {
        if (Scalars.hasPlaceholder(host.value())) {
            return;
        }
        boolean fits = Hosts.fits(HOST, host.value())
                && host.value().length() >= SHORTEST_HOST
                && host.value().length() <= LONGEST_HOST;
        if (!fits) {
            context.report(
                    ResourceProblem.BAD_HOST,
                    host.position(),
                    host.quoted() + " is not the address of a registry.",
                    host.value().contains("://")
                            ? "Write the name without '"
                                    + host.value().substring(0, host.value().indexOf("://") + 3) + "'."
                            : "Write 3 to 63 characters such as 'contoso.azurecr.io' or 'localhost:5000/modules'.");
        }
    }

    private static Optional<RegistryAuthentication> authentication(Found found) {
        return switch (found.method()) {
            case SYSTEM_ASSIGNED_MANAGED_IDENTITY ->
                Optional.of(new RegistryAuthentication.SystemAssignedManagedIdentity(
                        found.text("audience"), found.text("extensionName"), found.text("tenantId")));
            case USER_ASSIGNED_MANAGED_IDENTITY -> {
                Optional<String> client = found.requiredText("clientId");
                Optional<String> tenant =
                        found.settings().isEmpty() ? Optional.empty() : found.requiredText("tenantId");
                yield client.flatMap(id -> tenant.map(known ->
                        new RegistryAuthentication.UserAssignedManagedIdentity(id, known, found.text("scope"))));
            }
            case ARTIFACT_PULL_SECRET -> found.secret().map(RegistryAuthentication.ArtifactPullSecret::new);
            case SERVICE_ACCOUNT_TOKEN, X509_CERTIFICATE, SASL, ACCESS_TOKEN, USERNAME_PASSWORD, ANONYMOUS ->
                Optional.of(new RegistryAuthentication.Anonymous());
        };
    }

    private static Optional<CodeSigningCa> authority(YamlNode node, Context context) {
        return Fields.of(node, context, "a certificate authority", List.of("type", "secretRef", "configMapRef"))
                .flatMap(fields -> fields.requiredChoice("type", CA_TYPES).flatMap(type -> {
                    CaType other = type == CaType.SECRET ? CaType.CONFIG_MAP : CaType.SECRET;
                    fields.withoutEffect(other.reference, "the type is '" + Words.camel(type.name()) + "'");
                    return fields.requiredText(type.reference)
                            .map(name -> new CodeSigningCa(
                                    type == CaType.SECRET ? ResourceKind.SECRET : ResourceKind.CONFIG_MAP, name));
                }));
    }
}
