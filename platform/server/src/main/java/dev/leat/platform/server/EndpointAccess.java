package dev.leat.platform.server;

import dev.leat.dataflow.data.Bytes;
import dev.leat.endpoint.Material;
import dev.leat.endpoint.TlsOptions;
import dev.leat.graph.resource.DataflowEndpoint;
import dev.leat.graph.resource.EndpointAuthentication;
import dev.leat.graph.resource.Placed;
import dev.leat.graph.resource.Tls;
import dev.leat.registry.ManagedIdentity;
import dev.leat.registry.RegistryException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a flow proves to an endpoint, and whom it trusts there: from Secrets and ConfigMaps, files and identities. */
record EndpointAccess(FlowSpec flow, DataflowEndpoint endpoint, Secrets secrets) {

    private static final String CERTIFICATE = "client_cert.pem";
    private static final String BETWEEN = "client_intermediate_certs.pem";
    private static final String KEY = "client_key.pem";

    /** Empty where the connection is not encrypted. */
    Optional<TlsOptions> tls(Tls tls, EndpointAuthentication authentication) {
        if (!tls.enabled()) {
            return Optional.empty();
        }
        TlsOptions options = tls.trustedCaCertificates()
                .map(name -> TlsOptions.trusting(Secrets.joined(secrets.all(flow, Secrets.Name.configMap(name)))))
                .orElse(TlsOptions.DEFAULT);
        return Optional.of(
                authentication instanceof EndpointAuthentication.X509Certificate certificate
                        ? identified(options, Secrets.Name.secret(certificate.secret()))
                        : options);
    }

    private TlsOptions identified(TlsOptions options, Secrets.Name secret) {
        List<Material> chain = new ArrayList<>();
        chain.add(secrets.require(flow, secret, CERTIFICATE));
        secrets.find(flow, secret, BETWEEN).ifPresent(chain::add);
        return options.withIdentity(Secrets.joined(chain), secrets.require(flow, secret, KEY));
    }

    Material userName(Placed secret) {
        return secrets.require(flow, Secrets.Name.secret(secret), "username");
    }

    Material password(Placed secret) {
        return secrets.require(flow, Secrets.Name.secret(secret), "password");
    }

    Material serviceAccountToken() {
        return Material.line(secrets.serviceAccountToken());
    }

    /**
     * A token of a managed identity, asked for each time it is read: the platform hands out the same one until it has to be
     * another.
     *
     * @param clientId of an identity that a user made; empty for the system's
     * @param audience whom the token is for; a scope, which ends in {@code .default}, stands for its audience
     */
    Material identityToken(Optional<String> clientId, String audience) {
        ManagedIdentity identity = ManagedIdentity.from(secrets.environment(), clientId);
        String resource = ManagedIdentity.audienceOf(audience);
        return new Material() {
            @Override
            public Bytes read() throws IOException {
                try {
                    return Bytes.utf8(identity.token(resource));
                } catch (RegistryException unanswered) {
                    throw new IOException(unanswered.getMessage(), unanswered);
                }
            }

            @Override
            public String toString() {
                return identity.toString();
            }
        };
    }

    /** The refusal of what Leat reads and does not run. */
    ServerException notRun(String how) {
        return new ServerException(
                ServerProblem.NOT_RUN,
                endpoint.metadata().name().position() + ": leat serve does not run the endpoint "
                        + endpoint.metadata().name().value() + " of type "
                        + endpoint.settings().type().spelling() + " " + how);
    }
}
