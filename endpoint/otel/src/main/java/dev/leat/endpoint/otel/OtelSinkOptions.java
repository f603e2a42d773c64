package dev.leat.endpoint.otel;

import java.time.Duration;
import java.util.Map;

/**
 * What a sink sends, and how.
 *
 * @param serviceName the resource's {@code service.name}
 * @param resourceAttributes others of the resource. Where several sinks send the same series under one service name, each
 *     needs a {@code service.instance.id} of its own
 * @param batching how messages are gathered
 * @param maxSeries how many series of sums and histograms there may be, and how many names of metrics; 1 to 1,000,000
 * @param maxRequestBytes of an export, at most; 64 KiB to 1 GiB. Collectors take 4 MiB where nobody said otherwise
 * @param maxInFlight how many messages may wait or be under way; 1 to 10,000,000
 * @param bufferBytes how many bytes they may have, beyond a single message; 1 MiB to 1 GiB. Their metrics and logs take
 *     several times as much
 */
public record OtelSinkOptions(
        String serviceName,
        Map<String, String> resourceAttributes,
        Batching batching,
        int maxSeries,
        int maxRequestBytes,
        int maxInFlight,
        int bufferBytes) {

    private static final int MOST_SERIES = 1_000_000;
    private static final int LEAST_REQUEST = 1 << 16;
    private static final int MOST_IN_FLIGHT = 10_000_000;
    private static final int LEAST_BUFFER = 1 << 20;
    private static final int MOST_BYTES = 1 << 30;

    /** 60 s, 100,000 messages; 10,000 series; exports of 4,000,000 bytes; 200,000 messages of 32 MiB under way. */
    public static final OtelSinkOptions DEFAULT =
            new OtelSinkOptions("leat", Map.of(), Batching.DEFAULT, 10_000, 4_000_000, 200_000, 32 << 20);

    /**
     * How messages are gathered before they are sent. They go out earlier where no more may wait, where the flow of
     * messages stops, and where the graph ends.
     *
     * @param latency how long the first one waits for others; 0 to 65,535 s
     * @param maxMessages in a batch; at least 1
     */
    public record Batching(Duration latency, int maxMessages) {

        private static final Duration LONGEST = Duration.ofSeconds(65_535);

        /** 60 s, 100,000 messages. */
        public static final Batching DEFAULT = new Batching(Duration.ofSeconds(60), 100_000);

        public Batching {
            if (latency.isNegative() || latency.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("latency must be between 0 and 65535 s, not " + latency);
            }
            if (maxMessages < 1) {
                throw new IllegalArgumentException("a batch must hold at least 1 message, not " + maxMessages);
            }
        }
    }

    /** @throws IllegalArgumentException that names the value that is out of its range */
    public OtelSinkOptions {
        resourceAttributes = Map.copyOf(resourceAttributes);
        if (serviceName.isBlank()) {
            throw new IllegalArgumentException("serviceName must not be empty");
        }
        if (resourceAttributes.containsKey("service.name")) {
            throw new IllegalArgumentException("service.name is said by serviceName");
        }
        check("maxSeries", maxSeries, 1, MOST_SERIES);
        check("maxRequestBytes", maxRequestBytes, LEAST_REQUEST, MOST_BYTES);
        check("maxInFlight", maxInFlight, 1, MOST_IN_FLIGHT);
        check("bufferBytes", bufferBytes, LEAST_BUFFER, MOST_BYTES);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be between " + least + " and " + most + ", not " + value);
        }
    }

    public OtelSinkOptions withServiceName(String serviceName) {
        return new OtelSinkOptions(
                serviceName, resourceAttributes, batching, maxSeries, maxRequestBytes, maxInFlight, bufferBytes);
    }

    public OtelSinkOptions withResourceAttributes(Map<String, String> resourceAttributes) {
        return new OtelSinkOptions(
                serviceName, resourceAttributes, batching, maxSeries, maxRequestBytes, maxInFlight, bufferBytes);
    }

    public OtelSinkOptions withBatching(Batching batching) {
        return new OtelSinkOptions(
                serviceName, resourceAttributes, batching, maxSeries, maxRequestBytes, maxInFlight, bufferBytes);
    }

    public OtelSinkOptions withMaxSeries(int maxSeries) {
        return new OtelSinkOptions(
                serviceName, resourceAttributes, batching, maxSeries, maxRequestBytes, maxInFlight, bufferBytes);
    }

    public OtelSinkOptions withMaxRequestBytes(int maxRequestBytes) {
        return new OtelSinkOptions(
                serviceName, resourceAttributes, batching, maxSeries, maxRequestBytes, maxInFlight, bufferBytes);
    }

    public OtelSinkOptions withMaxInFlight(int maxInFlight, int bufferBytes) {
        return new OtelSinkOptions(
                serviceName, resourceAttributes, batching, maxSeries, maxRequestBytes, maxInFlight, bufferBytes);
    }
}
