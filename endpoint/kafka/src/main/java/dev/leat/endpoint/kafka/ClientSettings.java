package dev.leat.endpoint.kafka;

import dev.leat.dataflow.data.Bytes;
import dev.leat.endpoint.Material;
import dev.leat.endpoint.Pem;
import dev.leat.endpoint.TlsOptions;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;

/** What producers and consumers are told alike: addresses, TLS and SASL, with materials as they are at that moment. */
final class ClientSettings {

    private ClientSettings() {}

    /**
     * Reads all materials. May wait.
     *
     * @throws KafkaEndpointException {@link KafkaError#TLS_MATERIAL_INVALID}, {@link KafkaError#CREDENTIALS_UNREADABLE}
     */
    static Map<String, Object> read(KafkaConnectionOptions options) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, options.bootstrapServers());
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, options.clientId());
        settings.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, List.of());
        settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 100L);
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 2_000L);
        boolean sasl = !(options.authentication() instanceof KafkaAuthentication.None);
        String protocol = (sasl ? "SASL_" : "") + (options.tls().isPresent() ? "SSL" : "PLAINTEXT");
        settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol);
        options.tls().ifPresent(tls -> addTls(settings, tls));
        addAuthentication(settings, options.authentication());
        return settings;
    }

    private static void addTls(Map<String, Object> settings, TlsOptions tls) {
        if (tls.authorities().isPresent()) {
            Material authorities = tls.authorities().get();
            settings.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
            settings.put(
                    SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG,
                    new Password(pem(certificates(authorities, "the authorities"))));
        }
        if (tls.identity().isPresent()) {
            TlsOptions.Identity identity = tls.identity().get();
            List<Certificate> chain = certificates(identity.certificates(), "the client's certificate");
            settings.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, "PEM");
            settings.put(SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, new Password(pem(chain)));
            settings.put(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, new Password(key(identity.key(), chain.getFirst())));
        }
    }

    private static List<Certificate> certificates(Material material, String what) {
        try {
            return Pem.certificates(material.read());
        } catch (GeneralSecurityException | IOException unusable) {
            throw invalid(what, material, unusable);
        }
    }

    /** In the one form that the client reads. */
    private static String key(Material material, Certificate certificate) {
        try {
            PrivateKey key = Pem.key(material.read(), certificate.getPublicKey());
            return block("PRIVATE KEY", key.getEncoded());
        } catch (GeneralSecurityException | IOException unusable) {
            throw invalid("the client's key", material, unusable);
        }
    }

    private static String pem(List<Certificate> certificates) {
        StringBuilder text = new StringBuilder();
        for (Certificate certificate : certificates) {
            try {
                text.append(block("CERTIFICATE", certificate.getEncoded()));
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("a certificate that was read cannot be written", impossible);
            }
        }
        return text.toString();
    }

    private static String block(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                + label + "-----\n";
    }

    private static KafkaEndpointException invalid(String what, Material material, Exception cause) {
        return new KafkaEndpointException(
                KafkaError.TLS_MATERIAL_INVALID, what + " (" + material + "): " + reason(cause), cause);
    }

    private static void addAuthentication(Map<String, Object> settings, KafkaAuthentication authentication) {
        switch (authentication) {
            case KafkaAuthentication.None none -> {}
            case KafkaAuthentication.Password(var mechanism, Material userName, Material password) -> {
                settings.put(SaslConfigs.SASL_MECHANISM, mechanism.saslName());
                settings.put(
                        SaslConfigs.SASL_JAAS_CONFIG,
                        new Password(mechanism.module() + " required username="
                                + quoted(credential(userName, "the user name")) + " password="
                                + quoted(credential(password, "the password")) + ";"));
            }
            case KafkaAuthentication.Token(Material token) -> {
                settings.put(SaslConfigs.SASL_MECHANISM, OAuthBearerLoginModule.OAUTHBEARER_MECHANISM);
                settings.put(SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS, TokenLogin.class);
                settings.put(TokenLogin.MATERIAL, token);
                // Clients with the same line would share the login of the first of them.
                settings.put(
                        SaslConfigs.SASL_JAAS_CONFIG,
                        new Password(OAuthBearerLoginModule.class.getName() + " required client=\"" + UUID.randomUUID()
                                + "\";"));
                credential(token, "the token");
            }
        }
    }

    /** @throws KafkaEndpointException {@link KafkaError#CREDENTIALS_UNREADABLE} */
    static String credential(Material material, String what) {
        String problem;
        try {
            Bytes content = material.read();
            var text = content.asStrictUtf8();
            if (text.isPresent() && !content.isEmpty()) {
                return text.get();
            }
            problem = content.isEmpty() ? "it is empty" : "it is not UTF-8";
        } catch (IOException unreadable) {
            problem = reason(unreadable);
        }
        throw new KafkaEndpointException(
                KafkaError.CREDENTIALS_UNREADABLE, what + " (" + material + "): " + problem, null);
    }

    /** For the reader of the line, who knows the escapes of C. */
    private static String quoted(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + '"';
    }

    private static String reason(Exception failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "there is no such file";
            case AccessDeniedException denied -> "it may not be read";
            default -> KafkaEndpointException.reason(failure);
        };
    }
}
