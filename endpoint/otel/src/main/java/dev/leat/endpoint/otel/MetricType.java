package dev.leat.endpoint.otel;

import org.jspecify.annotations.Nullable;

/** The instruments that a message may name. Package-private: messages name them in text. */
enum MetricType {
    U64_COUNTER(Kind.COUNTER, true, false),
    F64_COUNTER(Kind.COUNTER, false, false),
    I64_UP_DOWN_COUNTER(Kind.UP_DOWN_COUNTER, true, true),
    F64_UP_DOWN_COUNTER(Kind.UP_DOWN_COUNTER, false, true),
    U64_GAUGE(Kind.GAUGE, true, false),
    I64_GAUGE(Kind.GAUGE, true, true),
    F64_GAUGE(Kind.GAUGE, false, true),
    U64_HISTOGRAM(Kind.HISTOGRAM, true, false),
    F64_HISTOGRAM(Kind.HISTOGRAM, false, false);

    /** What becomes of values. */
    enum Kind {
        /** A sum that only grows. */
        COUNTER,
        /** A sum. */
        UP_DOWN_COUNTER,
        /** Each is a point of its own. */
        GAUGE,
        /** Counts of how many there were between boundaries. */
        HISTOGRAM
    }

    private final Kind kind;
    private final boolean whole;
    private final boolean negative;

    MetricType(Kind kind, boolean whole, boolean negative) {
        this.kind = kind;
        this.whole = whole;
        this.negative = negative;
    }

    Kind kind() {
        return kind;
    }

    /** Whether values are whole numbers. */
    boolean isWhole() {
        return whole;
    }

    /** Whether values may be less than 0. */
    boolean mayBeNegative() {
        return negative;
    }

    /** As a message has it, such as {@code u64_counter}. */
    String word() {
        return switch (this) {
            case U64_COUNTER -> "u64_counter";
            case F64_COUNTER -> "f64_counter";
            case I64_UP_DOWN_COUNTER -> "i64_up_down_counter";
            case F64_UP_DOWN_COUNTER -> "f64_up_down_counter";
            case U64_GAUGE -> "u64_gauge";
            case I64_GAUGE -> "i64_gauge";
            case F64_GAUGE -> "f64_gauge";
            case U64_HISTOGRAM -> "u64_histogram";
            case F64_HISTOGRAM -> "f64_histogram";
        };
    }

    static @Nullable MetricType of(String word) {
        for (MetricType type : values()) {
            if (type.word().equals(word)) {
                return type;
            }
        }
        return null;
    }
}
