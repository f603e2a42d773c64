package dev.leat.platform.server;

import dev.leat.component.nn.Inference;
import dev.leat.graph.resource.ResourceOptions;
import dev.leat.registry.Registries;
import dev.leat.runtime.LeatOptions;
import dev.leat.service.telemetry.TelemetryOptions;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How the server runs.
 *
 * @param resources files and directories with resources
 * @param stateDirectory where the server keeps what it must not forget; one server at a time
 * @param localBroker stands for the broker of Azure IoT Operations
 * @param listen where the API listens; port 0 for a free one
 * @param artifacts directories that are looked into before any registry
 * @param samples directories that stand for the product's public registry, and for what others do not have
 * @param registries how registries are reached
 * @param secrets directories with values of Secrets and ConfigMaps
 * @param environment the value of a variable, or null: of Secrets, of files with tokens, of what gives a managed identity its
 *     tokens
 * @param schemas a directory with schemas: {@code NAME/VERSION.json}
 * @param parameters of Bicep files
 * @param resourcePeriod how often to look whether files have changed
 * @param tagPeriod how often to look whether a tag has moved, unless an annotation says otherwise; zero for never
 * @param firstPause before what failed is tried again; doubled each time up to {@code longestPause}
 * @param inference how modules run models
 * @param telemetry where metrics and the modules' logs go; empty for nowhere
 * @param leat how modules run
 */
public record ServerOptions(
        List<Path> resources,
        Path stateDirectory,
        LocalBroker localBroker,
        InetSocketAddress listen,
        List<Path> artifacts,
        List<Path> samples,
        Registries registries,
        List<Path> secrets,
        UnaryOperator<@Nullable String> environment,
        Optional<Path> schemas,
        ResourceOptions parameters,
        Duration resourcePeriod,
        Duration tagPeriod,
        Duration firstPause,
        Duration longestPause,
        Inference inference,
        Optional<TelemetryOptions> telemetry,
        LeatOptions leat) {

    /** The port that the API listens on where none is given. */
    public static final int DEFAULT_PORT = 7330;

    public ServerOptions {
        resources = resources.stream().map(Path::toAbsolutePath).toList();
        stateDirectory = stateDirectory.toAbsolutePath();
        artifacts = artifacts.stream().map(Path::toAbsolutePath).toList();
        samples = samples.stream().map(Path::toAbsolutePath).toList();
        secrets = List.copyOf(secrets);
    }

    /** Begins with the defaults of {@link Builder}. */
    public static Builder builder(List<Path> resources, Path stateDirectory, LocalBroker localBroker) {
        return new Builder(resources, stateDirectory, localBroker);
    }

    /**
     * The API on port {@value #DEFAULT_PORT} of this machine alone, files looked at each second, tags each 30 seconds, and
     * pauses from 1 second to 5 minutes, unless told otherwise.
     */
    public static final class Builder {

        private final List<Path> resources;
        private final Path stateDirectory;
        private final LocalBroker localBroker;
        private InetSocketAddress listen = new InetSocketAddress("127.0.0.1", DEFAULT_PORT);
        private List<Path> artifacts = List.of();
        private List<Path> samples = List.of();
        private Registries registries = Registries.DEFAULT;
        private List<Path> secrets = List.of();
        private UnaryOperator<@Nullable String> environment = System::getenv;
        private Optional<Path> schemas = Optional.empty();
        private ResourceOptions parameters = ResourceOptions.DEFAULT;
        private Duration resourcePeriod = Duration.ofSeconds(1);
        private Duration tagPeriod = Duration.ofSeconds(30);
        private Duration firstPause = Duration.ofSeconds(1);
        private Duration longestPause = Duration.ofMinutes(5);
        private Inference inference = Inference.DEFAULT;
        private Optional<TelemetryOptions> telemetry = Optional.empty();
        private LeatOptions leat = LeatOptions.DEFAULT;

        private Builder(List<Path> resources, Path stateDirectory, LocalBroker localBroker) {
            this.resources = resources;
            this.stateDirectory = stateDirectory;
            this.localBroker = localBroker;
        }

        public Builder listen(InetSocketAddress listen) {
            this.listen = listen;
            return this;
        }

        public Builder artifacts(List<Path> artifacts) {
            this.artifacts = artifacts;
            return this;
        }

        public Builder samples(List<Path> samples) {
            this.samples = samples;
            return this;
        }

        public Builder registries(Registries registries) {
            this.registries = registries;
            return this;
        }

        public Builder secrets(List<Path> secrets) {
            this.secrets = secrets;
            return this;
        }

        public Builder environment(UnaryOperator<@Nullable String> environment) {
            this.environment = environment;
            return this;
        }

        public Builder schemas(Path schemas) {
            this.schemas = Optional.of(schemas);
            return this;
        }

        public Builder parameters(ResourceOptions parameters) {
            this.parameters = parameters;
            return this;
        }

        public Builder resourcePeriod(Duration resourcePeriod) {
            this.resourcePeriod = resourcePeriod;
            return this;
        }

        public Builder tagPeriod(Duration tagPeriod) {
            this.tagPeriod = tagPeriod;
            return this;
        }

        public Builder pauses(Duration first, Duration longest) {
            this.firstPause = first;
            this.longestPause = longest;
            return this;
        }

        public Builder inference(Inference inference) {
            this.inference = inference;
            return this;
        }

        public Builder telemetry(TelemetryOptions telemetry) {
            this.telemetry = Optional.of(telemetry);
            return this;
        }

        public Builder leat(LeatOptions leat) {
            this.leat = leat;
            return this;
        }

        public ServerOptions build() {
            return new ServerOptions(
                    resources,
                    stateDirectory,
                    localBroker,
                    listen,
                    artifacts,
                    samples,
                    registries,
                    secrets,
                    environment,
                    schemas,
                    parameters,
                    resourcePeriod,
                    tagPeriod,
                    firstPause,
                    longestPause,
                    inference,
                    telemetry,
                    leat);
        }
    }
}
