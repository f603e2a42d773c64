package dev.leat.component.wasi;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What components are granted of WASI. Immutable; one object serves any number of instances, each through a {@link
 * WasiContext} of its own.
 */
public final class WasiOptions {

    private static final SecureRandom SECURE_RANDOM = new SecureRandom();

    private final Consumer<String> stdout;
    private final Consumer<String> stderr;
    private final int longestLine;
    private final Map<String, String> environment;
    private final List<String> arguments;
    private final InstantSource wallClock;
    private final MonotonicClock monotonicClock;
    private final Supplier<RandomGenerator> random;

    private WasiOptions(Builder builder) {
        this.stdout = builder.stdout;
        this.stderr = builder.stderr;
        this.longestLine = builder.longestLine;
        this.environment = builder.environment;
        this.arguments = builder.arguments;
        this.wallClock = builder.wallClock;
        this.monotonicClock = builder.monotonicClock;
        this.random = builder.random;
    }

    /** Starts from what is granted by default: the clocks and random numbers of the machine, and nothing else. */
    public static Builder builder() {
        return new Builder();
    }

    Consumer<String> stdout() {
        return stdout;
    }

    Consumer<String> stderr() {
        return stderr;
    }

    int longestLine() {
        return longestLine;
    }

    Map<String, String> environment() {
        return environment;
    }

    List<String> arguments() {
        return arguments;
    }

    InstantSource wallClock() {
        return wallClock;
    }

    MonotonicClock monotonicClock() {
        return monotonicClock;
    }

    /** The random numbers of a new instance. */
    RandomGenerator newRandom() {
        return random.get();
    }

    /** Collects options. Whatever is given is used by the threads of all instances, and must bear that. */
    public static final class Builder {

        private Consumer<String> stdout = line -> {};
        private Consumer<String> stderr = line -> {};
        private int longestLine = 8192;
        private Map<String, String> environment = Map.of();
        private List<String> arguments = List.of();
        private InstantSource wallClock = InstantSource.system();
        private MonotonicClock monotonicClock = MonotonicClock.system();
        private Supplier<RandomGenerator> random = () -> SECURE_RANDOM;

        private Builder() {}

        /** Where the lines go that guests write to stdout, without their line ends; nowhere by default. */
        public Builder stdout(Consumer<String> lines) {
            stdout = Objects.requireNonNull(lines);
            return this;
        }

        /** Where the lines go that guests write to stderr, without their line ends; nowhere by default. */
        public Builder stderr(Consumer<String> lines) {
            stderr = Objects.requireNonNull(lines);
            return this;
        }

        /**
         * How long a line of stdout or stderr may become before it is handed on in pieces.
         *
         * @param bytes of UTF-8, at least 16; 8192 by default
         */
        public Builder longestLine(int bytes) {
            if (bytes < 16) {
                throw new IllegalArgumentException("the longest line must have at least 16 bytes, not " + bytes);
            }
            longestLine = bytes;
            return this;
        }

        /** The environment variables that guests see, in the map's order; none by default. */
        public Builder environment(Map<String, String> variables) {
            variables.forEach(Builder::checkVariable);
            environment = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
            return this;
        }

        private static void checkVariable(String name, String value) {
            if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0 || value.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("no guest can read an environment variable called '" + name + "'");
            }
        }

        /** The command line that guests see, the program's name first; empty by default. */
        public Builder arguments(List<String> words) {
            arguments = List.copyOf(words);
            return this;
        }

        /** The time of day that guests see. Instants before 1970 reach them as 1970. */
        public Builder wallClock(InstantSource clock) {
            wallClock = Objects.requireNonNull(clock);
            return this;
        }

        /** The clock that guests measure time with and wait on. */
        public Builder monotonicClock(MonotonicClock clock) {
            monotonicClock = Objects.requireNonNull(clock);
            return this;
        }

        /**
         * Gives every instance the same random numbers, those of {@link Random} with this seed. For tests and replays:
         * whoever knows the seed knows the numbers.
         */
        public Builder randomSeed(long seed) {
            random = () -> new Random(seed);
            return this;
        }

        public WasiOptions build() {
            return new WasiOptions(this);
        }
    }
}
