package dev.leat.endpoint.otel;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What a status of gRPC means, to the sink and to a person. See the OTLP specification, "Failures". */
final class Failures {

    /** Chains of causes may be circular. */
    private static final int MOST_CAUSES = 20;

    private static final int LONGEST_REASON = 500;
    private static final long LONGEST_WAIT_SECONDS = 600;

    /** How Go, Java and Rust say that a message has more bytes than they take. */
    private static final Pattern TOO_LARGE =
            Pattern.compile("larger than max|exceeds maximum|too large", Pattern.CASE_INSENSITIVE);

    /** What to do about a failure. */
    enum Remedy {
        /** Send it again, for as long as it takes. */
        AGAIN,
        /** The same, over another connection. */
        ANEW,
        /** Send it again a few times. */
        A_FEW_TIMES,
        /** Send less at a time. */
        DIVIDE,
        /** It will never be taken. */
        GIVE_UP
    }

    private Failures() {}

    static Remedy remedy(StatusRuntimeException failure) {
        Status status = failure.getStatus();
        String description = status.getDescription();
        boolean large = description != null && TOO_LARGE.matcher(description).find();
        return switch (status.getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED -> Remedy.ANEW;
            case RESOURCE_EXHAUSTED, OUT_OF_RANGE ->
                large && retryMillis(failure).isEmpty() ? Remedy.DIVIDE : Remedy.AGAIN;
            case CANCELLED, ABORTED, DATA_LOSS -> Remedy.AGAIN;
            // Somebody has to set something right, and the messages are as good as before.
            case UNAUTHENTICATED, PERMISSION_DENIED, UNIMPLEMENTED -> Remedy.AGAIN;
            case INVALID_ARGUMENT -> Remedy.GIVE_UP;
            // With a cause it is this side's word: the other does not speak as it should.
            case UNKNOWN, INTERNAL -> failure.getCause() == null ? Remedy.A_FEW_TIMES : Remedy.ANEW;
            case OK, NOT_FOUND, ALREADY_EXISTS, FAILED_PRECONDITION -> Remedy.A_FEW_TIMES;
        };
    }

    /** How long the collector wants us to wait, where it says so; at most ten minutes. */
    static OptionalLong retryMillis(StatusRuntimeException failure) {
        com.google.rpc.Status status = StatusProto.fromThrowable(failure);
        if (status == null) {
            return OptionalLong.empty();
        }
        for (Any detail : status.getDetailsList()) {
            if (detail.is(RetryInfo.class)) {
                try {
                    var delay = detail.unpack(RetryInfo.class).getRetryDelay();
                    long seconds = Math.clamp(delay.getSeconds(), 0, LONGEST_WAIT_SECONDS);
                    return OptionalLong.of(seconds * 1000 + Math.clamp(delay.getNanos(), 0, 999_999_999) / 1_000_000);
                } catch (InvalidProtocolBufferException malformed) {
                    return OptionalLong.empty();
                }
            }
        }
        return OptionalLong.empty();
    }

    /** @param connected whether an export went through on this connection */
    static OtelEndpointException of(OtelConnectionOptions options, StatusRuntimeException failure, boolean connected) {
        List<Throwable> causes = Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
                .limit(MOST_CAUSES)
                .toList();
        Status status = failure.getStatus();
        OtelError error = switch (status.getCode()) {
            case UNAVAILABLE -> unavailable(causes, failure, connected);
            case DEADLINE_EXCEEDED -> {
                if (isAnswer(failure)) {
                    yield OtelError.EXPORT_DEFERRED;
                }
                yield connected ? OtelError.CONNECTION_LOST : OtelError.COLLECTOR_UNREACHABLE;
            }
            case UNAUTHENTICATED -> OtelError.AUTHENTICATION_FAILED;
            case PERMISSION_DENIED -> OtelError.NOT_AUTHORIZED;
            case UNIMPLEMENTED -> OtelError.NOT_SUPPORTED;
            default ->
                remedy(failure) == Remedy.ANEW ? unavailable(causes, failure, connected) : OtelError.EXPORT_DEFERRED;
        };
        String reason = switch (error) {
            case TLS_FAILED -> ofTls(causes);
            default ->
                status.getCode() == Status.Code.DEADLINE_EXCEEDED && !isAnswer(failure)
                        ? "no answer within " + options.timeout().toMillis() + " ms"
                        : reason(causes, status);
        };
        return new OtelEndpointException(error, "exporting to " + options.address() + ": " + reason, failure);
    }

    /** Of an export that will never be taken. */
    static OtelEndpointException refused(OtelConnectionOptions options, StatusRuntimeException failure) {
        return new OtelEndpointException(
                OtelError.EXPORT_REFUSED,
                "the collector at " + options.address() + " does not take an export: "
                        + reason(List.of(), failure.getStatus()),
                failure);
    }

    private static OtelError unavailable(List<Throwable> causes, StatusRuntimeException failure, boolean connected) {
        if (causes.stream().anyMatch(cause -> cause instanceof SSLException)) {
            return OtelError.TLS_FAILED;
        }
        boolean ofTransport = causes.stream()
                .anyMatch(cause -> cause instanceof SocketException
                        || cause instanceof UnknownHostException
                        || cause instanceof ClosedChannelException);
        if (!ofTransport && isAnswer(failure)) {
            return OtelError.EXPORT_DEFERRED; // The collector itself says so.
        }
        return connected ? OtelError.CONNECTION_LOST : OtelError.COLLECTOR_UNREACHABLE;
    }

    /** Whether the collector itself said so. */
    private static boolean isAnswer(StatusRuntimeException failure) {
        return failure.getTrailers() != null && !failure.getTrailers().keys().isEmpty();
    }

    private static String reason(List<Throwable> causes, Status status) {
        String innermost = causes.size() > 1 ? OtelEndpointException.reason(causes.getLast()) : "";
        String description = status.getDescription() == null ? "" : shortened(status.getDescription());
        return status.getCode()
                + (description.isEmpty() ? "" : " (" + description + ")")
                + (innermost.isEmpty() || description.contains(innermost) ? "" : ": " + shortened(innermost));
    }

    /** Words from outside, in a line and not too many. */
    static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "...";
    }

    private static String ofTls(List<Throwable> causes) {
        String reason = OtelEndpointException.reason(causes.getFirst());
        for (Throwable cause : causes.reversed()) {
            String what = words(cause);
            if (what != null) {
                return what + " (" + reason + ")";
            }
        }
        return reason;
    }

    private static @Nullable String words(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return switch (cause) {
            case CertificateExpiredException expired -> "the collector's certificate has expired";
            case CertificateNotYetValidException early -> "the collector's certificate is not valid yet";
            case CertPathBuilderException unknown -> "the collector's certificate is of no trusted authority";
            case CertificateException other
            when message.contains("subject alternative") || message.contains("No name matching") ->
                "the collector's certificate is of another host";
            case SSLException alert
            when message.contains("fatal alert") ->
                "the collector ended it, as happens where it does not accept this client's certificate or misses one";
            default -> null;
        };
    }
}
