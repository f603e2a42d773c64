package dev.leat.endpoint.otel;

import dev.leat.dataflow.data.Bytes;
import dev.leat.endpoint.Material;
import dev.leat.endpoint.Pem;
import dev.leat.endpoint.TlsOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.netty.shaded.io.netty.util.internal.logging.InternalLoggerFactory;
import io.grpc.netty.shaded.io.netty.util.internal.logging.JdkLoggerFactory;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;

/** A connection to a collector, with certificates as they were when it was opened. Belongs to one thread. */
final class Collector implements AutoCloseable {

    /** What a collector may answer, in bytes. */
    private static final int MOST_ANSWER_BYTES = 1 << 20;

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    /** Whose lowest level shows headers, and so the token. Held, as its level goes with it. */
    private static final Logger FRAMES = Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyClientHandler");

    /** Warns with a stack trace of what the sink says itself. */
    private static final Logger CHANNELS = Logger.getLogger("io.grpc.internal.ManagedChannelImpl");

    static {
        // To Java's own log, as gRPC does: the level of a logger there is the same whatever the program logs with.
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        FRAMES.setLevel(Level.INFO);
        CHANNELS.setLevel(Level.SEVERE);
    }

    private final OtelConnectionOptions options;
    private final ManagedChannel channel;

    /**
     * What the collector dropped of an export that it took.
     *
     * @param count of points or lines
     * @param reason in the collector's words; may be empty
     */
    record Rejected(long count, String reason) {

        boolean isNothing() {
            return count == 0 && reason.isEmpty();
        }
    }

    /**
     * Opens a channel, which connects with the first export. May wait for materials.
     *
     * @throws OtelEndpointException {@link OtelError#TLS_MATERIAL_INVALID}
     */
    Collector(OtelConnectionOptions options, EventLoopGroup eventLoop) {
        this.options = options;
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(options.host(), options.port())
                .eventLoopGroup(eventLoop)
                .channelType(NioSocketChannel.class)
                .maxInboundMessageSize(MOST_ANSWER_BYTES)
                .userAgent("leat")
                .disableServiceConfigLookUp()
                .disableRetry();
        if (options.tls().isPresent()) {
            builder.sslContext(context(options.tls().get()));
        } else {
            builder.usePlaintext();
        }
        this.channel = builder.build();
    }

    private static SslContext context(TlsOptions tls) {
        // Java's own, so that failures read like those of the other endpoints.
        SslContextBuilder builder = GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK);
        if (tls.authorities().isPresent()) {
            builder.trustManager(certificates(tls.authorities().get(), "the authorities"));
        }
        try {
            if (tls.identity().isPresent()) {
                TlsOptions.Identity identity = tls.identity().get();
                X509Certificate[] chain = certificates(identity.certificates(), "the client's certificate");
                addKey(builder, identity.key(), chain);
            }
            return builder.build();
        } catch (SSLException unusable) {
            throw new OtelEndpointException(
                    OtelError.TLS_MATERIAL_INVALID, OtelEndpointException.reason(unusable), unusable);
        }
    }

    private static X509Certificate[] certificates(Material material, String what) {
        try {
            List<Certificate> certificates = Pem.certificates(material.read());
            return certificates.toArray(X509Certificate[]::new);
        } catch (GeneralSecurityException | IOException unusable) {
            throw invalid(what, material, unusable);
        }
    }

    private static void addKey(SslContextBuilder builder, Material key, X509Certificate[] chain) {
        try {
            builder.keyManager(Pem.key(key.read(), chain[0].getPublicKey()), chain);
        } catch (GeneralSecurityException | IOException unusable) {
            throw invalid("the client's key", key, unusable);
        }
    }

    private static OtelEndpointException invalid(String what, Material material, Exception cause) {
        return new OtelEndpointException(
                OtelError.TLS_MATERIAL_INVALID, what + " (" + material + "): " + reason(cause), cause);
    }

    private static String reason(Exception failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "there is no such file";
            case AccessDeniedException denied -> "it may not be read";
            default -> OtelEndpointException.reason(failure);
        };
    }

    /**
     * Waits until the collector has it.
     *
     * @throws io.grpc.StatusRuntimeException where it has not
     * @throws OtelEndpointException {@link OtelError#CREDENTIALS_UNREADABLE}
     */
    Rejected export(ExportMetricsServiceRequest request) {
        ExportMetricsPartialSuccess answer = called(MetricsServiceGrpc.newBlockingStub(channel))
                .export(request)
                .getPartialSuccess();
        return new Rejected(answer.getRejectedDataPoints(), answer.getErrorMessage());
    }

    /** As with metrics. */
    Rejected export(ExportLogsServiceRequest request) {
        ExportLogsPartialSuccess answer =
                called(LogsServiceGrpc.newBlockingStub(channel)).export(request).getPartialSuccess();
        return new Rejected(answer.getRejectedLogRecords(), answer.getErrorMessage());
    }

    private <S extends AbstractStub<S>> S called(S stub) {
        Metadata headers = new Metadata();
        options.token().ifPresent(token -> headers.put(AUTHORIZATION, "Bearer " + read(token)));
        return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .withDeadlineAfter(options.timeout().toNanos(), TimeUnit.NANOSECONDS);
    }

    private static String read(Material token) {
        String problem;
        try {
            Bytes content = token.read();
            String text = content.asUtf8().strip();
            if (!text.isEmpty() && text.chars().allMatch(character -> character > ' ' && character < 0x7F)) {
                return text;
            }
            problem = text.isEmpty() ? "it is empty" : "it holds other characters than a token may";
        } catch (IOException unreadable) {
            problem = reason(unreadable);
        }
        throw new OtelEndpointException(
                OtelError.CREDENTIALS_UNREADABLE, "the token (" + token + "): " + problem, null);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
