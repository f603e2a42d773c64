package dev.leat.cli;

import dev.leat.graph.resource.ResourceOptions;
import dev.leat.platform.broker.EmbeddedBroker;
import dev.leat.platform.server.LeatServer;
import dev.leat.platform.server.LocalBroker;
import dev.leat.platform.server.ServerOptions;
import dev.leat.registry.Credentials;
import dev.leat.registry.Registries;
import dev.leat.runtime.LeatOptions;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat serve}: runs what resources describe. */
@Command(
        name = "serve",
        description = {
            "Runs the DataflowGraphs and Dataflows that files of a directory describe, until Ctrl-C: changed, new and"
                    + " deleted files take effect while it runs, and so do tags that move.",
            "leat get, describe, logs, top, apply, delete and diff speak with it."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "PATH",
            arity = "0..*",
            description = "Directories and files with resources, in YAML or Bicep.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = "--local-broker",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:1883",
            description = "The broker that stands for that of Azure IoT Operations, wherever an endpoint names it"
                    + " (default: ${DEFAULT-VALUE}); mqtts:// for TLS, ws:// and wss:// for WebSockets.")
    private String localBroker = "127.0.0.1:1883";

    @Option(
            names = "--embedded-broker",
            paramLabel = "PORT",
            description =
                    "Start a broker at this port of this machine, which keeps nothing, and use it as the local one;"
                            + " 0 for a free port.")
    private @Nullable Integer embeddedBroker;

    @Mixin
    private CredentialOptions credentials = new CredentialOptions();

    @Mixin
    private ServerHome home = new ServerHome();

    @Option(
            names = "--listen",
            paramLabel = "[HOST:]PORT",
            defaultValue = "7330",
            description =
                    "Where the API listens (default: ${DEFAULT-VALUE}), of this machine alone, if no HOST is given."
                            + " 0 takes a free port.")
    private String listen = "7330";

    @Option(
            names = "--artifacts",
            paramLabel = "DIR",
            description = "Where to look for graph definitions and modules before any registry: NAME-TAG or NAME with"
                    + " .yaml or .wasm. Repeatable. The sample modules of Leat stand in for what a registry does not"
                    + " have.")
    private List<Path> artifacts = new ArrayList<>();

    @Option(
            names = "--mirror",
            paramLabel = "HOST=PLACE",
            description =
                    "What stands for a registry: http://HOST[:PORT][/PATH], https://..., or oci:DIR, an OCI layout"
                            + " (leat copy). Repeatable.")
    private List<String> mirrors = new ArrayList<>();

    @Option(
            names = "--registry-ca",
            paramLabel = "FILE",
            description = "Certificates in PEM of the authorities that are trusted for registries; otherwise those that"
                    + " Java trusts.")
    private @Nullable Path registryAuthorities;

    @Option(
            names = "--secrets",
            paramLabel = "DIR",
            description = "Values of Secrets and ConfigMaps, as DIR/NAME/KEY. Repeatable.")
    private List<Path> secrets = new ArrayList<>();

    @Option(
            names = "--schemas",
            paramLabel = "DIR",
            description = "The schema registry: a directory with NAME/VERSION.json.")
    private @Nullable Path schemas;

    @Option(
            names = {"-p", "--parameter"},
            paramLabel = "NAME=VALUE",
            description = "The value of a param of the Bicep files. Repeatable.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--poll-tags",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How often to look whether a tag has moved, unless an annotation says otherwise; 0 for never"
                    + " (default: ${DEFAULT-VALUE}).")
    private long pollTags = 30;

    @Mixin
    private ModelOptions models = new ModelOptions();

    @Mixin
    private ExportOptions exports = new ExportOptions();

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description = "The WebAssembly engine: wasmtime or endive. Without it, the fastest that can run here.")
    private @Nullable String engine;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw new UsageException(CliProblem.FILE, path + ": there is no such file or directory");
            }
        }
        if (pollTags < 0) {
            throw new UsageException(CliProblem.VALUE, "--poll-tags " + pollTags + ": 0 or more seconds");
        }
        credentials.check();
        try (Stopped stopped = new Stopped();
                Embedded embedded = embedded();
                LeatServer server = LeatServer.open(options(embedded))) {
            err.println("Leat serves "
                    + (paths.isEmpty() ? "what leat apply brings" : paths.size() == 1 ? paths.getFirst() : paths)
                    + "; local broker " + embedded.address().orElse(localBroker));
            err.println("API at http://" + server.address().getHostString() + ":"
                    + server.address().getPort() + "/api/v1/openapi.json, state in " + home.directory()
                    + "; Ctrl-C stops");
            server.metricsAddress().ifPresent(at -> err.println(ExportOptions.told(at)));
            err.flush();
            stopped.asked().join();
            err.println("stopping: what is under way is delivered");
        }
        return 0;
    }

    /** The broker in this process, where there is one. */
    private record Embedded(Optional<EmbeddedBroker> broker) implements AutoCloseable {

        Optional<String> address() {
            return broker.map(running -> running.host() + ":" + running.port() + " (embedded)");
        }

        @Override
        public void close() {
            broker.ifPresent(EmbeddedBroker::close);
        }
    }

    private Embedded embedded() throws Exception {
        Integer port = embeddedBroker;
        if (port == null) {
            return new Embedded(Optional.empty());
        }
        EmbeddedPort embedded = new EmbeddedPort("--embedded-broker", port);
        try {
            return new Embedded(Optional.of(embedded.start()));
        } catch (IllegalStateException failed) {
            throw embedded.explained(failed);
        }
    }

    private ServerOptions options(Embedded embedded) {
        BrokerAddress address = embedded.broker()
                .map(broker -> new BrokerAddress(broker.host(), broker.port(), false, Optional.empty()))
                .orElseGet(() -> BrokerAddress.parse("--local-broker", localBroker));
        BrokerAccess access = credentials.at(address);
        LocalBroker broker = new LocalBroker(
                address.host(),
                address.port(),
                address.tls() ? Optional.of(access.tls()) : Optional.empty(),
                access.authentication(),
                address.webSocketPath());
        for (Path directory : artifacts) {
            if (!Files.isDirectory(directory)) {
                throw new UsageException(CliProblem.FILE, "--artifacts " + directory + ": there is no such directory");
            }
        }
        List<Path> modules = new ArrayList<>(artifacts);
        modules.addAll(EngineOptions.shipped());
        ServerOptions.Builder builder = ServerOptions.builder(paths, home.directory(), broker)
                .listen(ListenAddress.parse("--listen", listen))
                .artifacts(artifacts)
                .samples(EngineOptions.shipped())
                .registries(registries())
                .inference(models.inference(modules))
                .secrets(secrets)
                .parameters(new ResourceOptions(parameters))
                .tagPeriod(Duration.ofSeconds(pollTags));
        Path registry = schemas;
        if (registry != null) {
            builder.schemas(registry);
        }
        String name = engine;
        if (name != null) {
            builder.leat(LeatOptions.DEFAULT.withEngine(name));
        }
        exports.options().ifPresent(builder::telemetry);
        return builder.build();
    }

    private Registries registries() {
        Registries all = RegistryOptions.trusting(registryAuthorities);
        for (String mirror : mirrors) {
            all = all.withMirror(mirror, Credentials.ofThisUser());
        }
        return all;
    }
}
