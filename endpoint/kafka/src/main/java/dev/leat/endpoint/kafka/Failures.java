package dev.leat.endpoint.kafka;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.BootstrapResolutionException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What failures of the client mean to a person. */
final class Failures {

    /** Chains of causes may be circular. */
    private static final int MOST_CAUSES = 20;

    private Failures() {}

    /** @param otherwise what it is where nothing better is known */
    static KafkaEndpointException of(
            KafkaConnectionOptions options, String doing, Throwable failure, KafkaError otherwise) {
        List<Throwable> causes = Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(MOST_CAUSES)
                .toList();
        for (Throwable cause : causes) {
            if (cause instanceof KafkaEndpointException known) {
                return known;
            }
        }
        if (causes.stream()
                .anyMatch(cause -> cause instanceof SslAuthenticationException || cause instanceof SSLException)) {
            return failed(KafkaError.TLS_FAILED, doing, options, ofTls(causes), failure);
        }
        for (Throwable cause : causes) {
            KafkaError error = switch (cause) {
                case AuthenticationException refused -> KafkaError.AUTHENTICATION_FAILED;
                case LoginException refused -> KafkaError.AUTHENTICATION_FAILED;
                case AuthorizationException refused -> KafkaError.NOT_AUTHORIZED;
                case UnknownTopicOrPartitionException missing -> KafkaError.TOPIC_MISSING;
                case InvalidTopicException invalid -> KafkaError.TOPIC_INVALID;
                case BootstrapResolutionException unknown -> KafkaError.BROKER_UNREACHABLE;
                case DisconnectException gone -> KafkaError.BROKER_UNREACHABLE;
                case TimeoutException late -> KafkaError.BROKER_UNREACHABLE;
                // The only setting that is not checked before.
                case ConfigException unresolved
                when String.valueOf(unresolved.getMessage()).contains("bootstrap") -> KafkaError.BROKER_UNREACHABLE;
                default -> otherwise;
            };
            if (error != otherwise) {
                return failed(error, doing, options, KafkaEndpointException.reason(cause), failure);
            }
        }
        return failed(otherwise, doing, options, KafkaEndpointException.reason(failure), failure);
    }

    private static KafkaEndpointException failed(
            KafkaError error, String doing, KafkaConnectionOptions options, String reason, Throwable cause) {
        return new KafkaEndpointException(error, doing + " at " + options.bootstrapServers() + ": " + reason, cause);
    }

    private static String ofTls(List<Throwable> causes) {
        String reason = KafkaEndpointException.reason(causes.getFirst());
        for (Throwable cause : causes.reversed()) {
            String what = switch (cause) {
                case CertificateExpiredException expired -> "the broker's certificate has expired";
                case CertificateNotYetValidException early -> "the broker's certificate is not valid yet";
                case CertPathBuilderException unknown -> "the broker's certificate is of no trusted authority";
                case CertificateException other
                when String.valueOf(other.getMessage()).contains("subject alternative")
                        || String.valueOf(other.getMessage()).contains("No name matching") ->
                    "the broker's certificate is of another host";
                case SSLException alert
                when String.valueOf(alert.getMessage()).contains("fatal alert") ->
                    "the broker ended it, as happens where it does not accept this client's certificate or"
                            + " misses one";
                default -> "";
            };
            if (!what.isEmpty()) {
                return what + " (" + reason + ")";
            }
        }
        return reason;
    }
}
