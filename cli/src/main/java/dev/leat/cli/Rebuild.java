package dev.leat.cli;

import dev.leat.kit.BuildMode;
import dev.leat.kit.KitException;
import dev.leat.kit.ModuleBuilder;
import dev.leat.kit.ModuleSource;
import dev.leat.kit.ModuleSources;
import dev.leat.kit.SourceChanges;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** Does something again whenever files change; sources of modules among them are built before. */
final class Rebuild {

    private Rebuild() {}

    /**
     * Does the work, and again after each change, until the thread is interrupted or the process ends. What goes wrong is
     * told, and the next change is waited for.
     *
     * @param directories where changes count, with all below
     * @param written files whose changes do not, since the work writes them
     */
    static void whenever(Set<Path> directories, Set<Path> written, PrintWriter err, Callable<Integer> work)
            throws Exception {
        Builds builds = new Builds(err);
        try (SourceChanges changes = SourceChanges.in(directories, written)) {
            while (true) {
                long start = System.nanoTime();
                if (builds.bringUpToDate(changes.directories())) {
                    try {
                        work.call();
                    } catch (InterruptedException stopped) {
                        throw stopped;
                    } catch (Exception failure) {
                        Failures.print(failure, err, false);
                    }
                }
                err.println(
                        "done in " + (System.nanoTime() - start) / 1_000_000 + " ms; waiting for changes, Ctrl-C ends");
                err.flush();
                changes.await();
            }
        }
    }

    /** Builds the modules whose sources are newer than what was built of them. */
    static final class Builds {

        private final PrintWriter err;
        private final Map<Path, Long> failed = new LinkedHashMap<>();

        Builds(PrintWriter err) {
            this.err = err;
        }

        /** Answers whether all modules are as their sources are. */
        boolean bringUpToDate(Set<Path> directories) throws Exception {
            boolean all = true;
            for (Path directory : directories) {
                for (ModuleSource source : ModuleSources.optional(directory)) {
                    Optional<Long> newest = SourceChanges.newest(source.directory());
                    Path output = source.output(BuildMode.RELEASE);
                    if (newest.isEmpty() || SourceChanges.writtenAt(output) >= newest.get()) {
                        continue;
                    }
                    if (newest.get().equals(failed.get(source.directory()))) {
                        all = false;
                        continue;
                    }
                    all &= build(source, newest.get());
                }
            }
            return all;
        }

        private boolean build(ModuleSource source, long newest) throws Exception {
            err.println("building " + source.name() + " ...");
            err.flush();
            try {
                ModuleBuilder.Built built = new ModuleBuilder(Home.directory())
                        .build(source, BuildMode.RELEASE, err::println, BuildCommand::check);
                // As old as what it was built of: a source that was saved meanwhile is newer.
                Files.setLastModifiedTime(built.file(), FileTime.fromMillis(newest));
                err.println("built " + source.name() + " in " + built.took().toMillis() + " ms");
                failed.remove(source.directory());
                return true;
            } catch (KitException failure) {
                err.println(failure.getMessage());
                failed.put(source.directory(), newest);
                return false;
            }
        }
    }
}
