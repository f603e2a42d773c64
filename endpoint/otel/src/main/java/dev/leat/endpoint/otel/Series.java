package dev.leat.endpoint.otel;

import com.google.protobuf.MessageLite;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.util.SortedMap;

/**
 * A sum or a histogram of all values since the sink began: what was delivered, and on top of it what a batch adds. What a
 * batch adds counts once the batch is delivered, and is forgotten where it is refused. Belongs to one thread.
 */
abstract sealed class Series {

    /** @param name of the metric */
    record Key(String name, SortedMap<String, String> attributes) {}

    private final Definition definition;
    private final SortedMap<String, String> attributes;

    private Series(Definition definition, SortedMap<String, String> attributes) {
        this.definition = definition;
        this.attributes = attributes;
    }

    static Series of(Definition definition, SortedMap<String, String> attributes) {
        MetricType type = definition.type();
        if (type.kind() == MetricType.Kind.HISTOGRAM) {
            return new OfHistogram(definition, attributes);
        }
        return type.isWhole() ? new OfWhole(definition, attributes) : new OfReal(definition, attributes);
    }

    Definition definition() {
        return definition;
    }

    SortedMap<String, String> attributes() {
        return attributes;
    }

    /** Adds to the batch. */
    abstract void add(Number value);

    /** The batch was delivered. */
    abstract void commit();

    /** The batch was refused. */
    abstract void rollBack();

    /**
     * The point as it is with the batch.
     *
     * @param start when counting began, in nanoseconds since the epoch
     * @param time of the point, likewise
     */
    abstract MessageLite point(long start, long time);

    /** A sum that stays at the ends of the range: there is no more to count. */
    private static final class OfWhole extends Series {

        private long delivered;
        private long total;

        OfWhole(Definition definition, SortedMap<String, String> attributes) {
            super(definition, attributes);
        }

        @Override
        void add(Number value) {
            long added = value.longValue();
            long sum = total + added;
            boolean beyond = ((total ^ sum) & (added ^ sum)) < 0;
            total = beyond ? (added > 0 ? Long.MAX_VALUE : Long.MIN_VALUE) : sum;
        }

        @Override
        void commit() {
            delivered = total;
        }

        @Override
        void rollBack() {
            total = delivered;
        }

        @Override
        MessageLite point(long start, long time) {
            return number(start, time).setAsInt(total).build();
        }
    }

    /** A sum that stays at the ends of the range. */
    private static final class OfReal extends Series {

        private double delivered;
        private double total;

        OfReal(Definition definition, SortedMap<String, String> attributes) {
            super(definition, attributes);
        }

        @Override
        void add(Number value) {
            total = finite(total + value.doubleValue());
        }

        @Override
        void commit() {
            delivered = total;
        }

        @Override
        void rollBack() {
            total = delivered;
        }

        @Override
        MessageLite point(long start, long time) {
            return number(start, time).setAsDouble(total).build();
        }
    }

    private static final class OfHistogram extends Series {

        /** The default of OpenTelemetry's SDKs. A value goes to the first that it is not beyond. */
        private static final double[] BOUNDS = {0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000
        };

        private Counts delivered = new Counts();
        private Counts total = new Counts();

        private static final class Counts {

            private final long[] buckets = new long[BOUNDS.length + 1];
            private long count;
            private double sum;
            private double least = Double.MAX_VALUE;
            private double most;

            Counts copy() {
                Counts copy = new Counts();
                System.arraycopy(buckets, 0, copy.buckets, 0, buckets.length);
                copy.count = count;
                copy.sum = sum;
                copy.least = least;
                copy.most = most;
                return copy;
            }
        }

        OfHistogram(Definition definition, SortedMap<String, String> attributes) {
            super(definition, attributes);
        }

        @Override
        void add(Number number) {
            double value = number.doubleValue();
            int bucket = 0;
            while (bucket < BOUNDS.length && value > BOUNDS[bucket]) {
                bucket++;
            }
            total.buckets[bucket]++;
            total.count++;
            total.sum = finite(total.sum + value);
            total.least = Math.min(total.least, value);
            total.most = Math.max(total.most, value);
        }

        @Override
        void commit() {
            delivered = total.copy();
        }

        @Override
        void rollBack() {
            total = delivered.copy();
        }

        @Override
        MessageLite point(long start, long time) {
            HistogramDataPoint.Builder point = HistogramDataPoint.newBuilder()
                    .setStartTimeUnixNano(start)
                    .setTimeUnixNano(time)
                    .addAllAttributes(Protocol.attributes(attributes()))
                    .setCount(total.count)
                    .setSum(total.sum)
                    .setMin(total.least)
                    .setMax(total.most);
            for (double bound : BOUNDS) {
                point.addExplicitBounds(bound);
            }
            for (long bucket : total.buckets) {
                point.addBucketCounts(bucket);
            }
            return point.build();
        }
    }

    NumberDataPoint.Builder number(long start, long time) {
        return NumberDataPoint.newBuilder()
                .setStartTimeUnixNano(start)
                .setTimeUnixNano(time)
                .addAllAttributes(Protocol.attributes(attributes));
    }

    private static double finite(double sum) {
        return Math.clamp(sum, -Double.MAX_VALUE, Double.MAX_VALUE);
    }
}
