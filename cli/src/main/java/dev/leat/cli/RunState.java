package dev.leat.cli;

import dev.leat.operator.HostServices;
import dev.leat.operator.service.StateStore;
import dev.leat.runtime.Graph;
import dev.leat.runtime.GraphOptions;
import dev.leat.service.state.EmbeddedStateStore;
import dev.leat.service.state.StatePreload;
import dev.leat.testkit.GraphFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The state store that a graph's modules share while the command runs, and what is in it at first. */
final class RunState {

    private static final String MEMORY = "memory";
    private static final String JSON = ".json";

    /** In the directory with the graph's own state. */
    private static final String FOLDER = "state-store";

    @Option(
            names = "--state",
            paramLabel = "DIR|FILE|memory|mqtt[://HOST:PORT]",
            description =
                    "The state store for modules: the directory where it is kept, memory, or mqtt for the one that"
                            + " --broker has (with HOST:PORT, another broker). A .json file sets keys"
                            + " that it does not have yet, as statestore.json beside the graph does. Repeatable. Without a"
                            + " directory: beside the graph's state with --state-dir or --broker, in memory otherwise.")
    private List<String> given = new ArrayList<>();

    /** The files that are read. */
    List<Path> files() {
        return given.stream().filter(RunState::isFile).map(Path::of).toList();
    }

    private Optional<String> place() {
        List<String> places = given.stream().filter(text -> !isFile(text)).toList();
        if (places.size() > 1) {
            throw new UsageException(
                    CliProblem.OPTIONS,
                    "--state " + String.join(", --state ", places)
                            + ": name one directory, memory, or mqtt; files end in " + JSON);
        }
        return places.stream().findFirst();
    }

    /** Whether the store is behind a broker. */
    boolean isRemote() {
        return place().filter(RunServices::isRemote).isPresent();
    }

    private static boolean isFile(String text) {
        return text.endsWith(JSON) && !Files.isDirectory(Path.of(text)) || Files.isRegularFile(Path.of(text));
    }

    /** Refuses what makes no sense before anything starts. */
    void check(boolean broker) {
        if (place().filter("mqtt"::equals).isPresent() && !broker) {
            throw new UsageException(
                    CliProblem.OPTIONS, "--state mqtt goes with --broker; otherwise write --state mqtt://HOST:PORT");
        }
    }

    /**
     * Opens the store where a module uses it, or where it was asked for.
     *
     * @param home where the graph's own state is, or would be; empty: in memory
     */
    Optional<StateStore> open(Graph graph, Path graphFile, Optional<Path> home, RunServices services, PrintWriter err)
            throws IOException {
        if (given.isEmpty() && !graph.imports(HostServices.STATE_STORE)) {
            return Optional.empty();
        }
        List<Path> files = new ArrayList<>(files());
        GraphFolder.beside(graphFile).state().ifPresent(files::add);
        List<StatePreload> preloads = files.stream().map(StatePreload::read).toList();
        Optional<String> remote = place().filter(RunServices::isRemote);
        StateStore store = remote.isPresent() ? services.store(remote.get()) : embedded(home, err);
        try {
            preloads.forEach(preload -> preload.into(store));
        } catch (RuntimeException refused) {
            store.close();
            throw refused;
        }
        return Optional.of(store);
    }

    private StateStore embedded(Optional<Path> home, PrintWriter err) throws IOException {
        Optional<Path> directory = place().map(
                        text -> text.equals(MEMORY) ? Optional.<Path>empty() : Optional.of(Path.of(text)))
                .orElseGet(() -> home.map(path -> path.resolve(FOLDER)));
        if (directory.isEmpty()) {
            return EmbeddedStateStore.inMemory();
        }
        if (directory.get().getParent() != null) {
            StateHome.create(directory.get().getParent());
        }
        EmbeddedStateStore store = EmbeddedStateStore.open(directory.get());
        err.println("state store in " + directory.get());
        return store;
    }

    static GraphOptions into(GraphOptions options, Optional<StateStore> store) {
        return store.map(open -> options.withServices(options.services().withStateStore(open)))
                .orElse(options);
    }
}
