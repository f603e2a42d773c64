package dev.leat.runtime;

import dev.leat.graph.ModuleReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the binary of a module that a graph names. Safe for use by many threads. */
@FunctionalInterface
public interface ModuleFinder {

    /** The largest module that is read, in bytes. */
    long MAXIMUM_BYTES = 256L << 20;

    /**
     * A module that was found.
     *
     * @param place where it was found, for messages
     */
    record Found(String place, byte[] binary) {}

    /**
     * @throws GraphException {@link RuntimeProblem#MODULE_NOT_FOUND} with the places that were searched, {@link
     *     RuntimeProblem#MODULE_UNREADABLE} where a file is there and cannot be read
     */
    Found find(ModuleReference module);

    /**
     * Looks in directories, one after the other, for a file of the module's name: the last segment of its path. Tag and
     * digest do not matter, but {@code NAME-TAG.wasm} is preferred where it is there. In each directory these are tried:
     * {@code NAME-TAG.wasm}, {@code NAME.wasm}, and both in a folder {@code NAME}.
     */
    static ModuleFinder inDirectories(List<Path> directories) {
        List<Path> all = List.copyOf(directories);
        return module -> {
            List<Path> tried = new ArrayList<>();
            for (Path directory : all) {
                for (Path candidate : candidates(directory, module)) {
                    if (Files.isRegularFile(candidate)) {
                        return read(candidate, module);
                    }
                    tried.add(candidate);
                }
            }
            throw new GraphException(
                    RuntimeProblem.MODULE_NOT_FOUND,
                    "no file was found for module " + module + "; looked for "
                            + (tried.isEmpty()
                                    ? "nothing: there is no directory to look in"
                                    : String.join(
                                            ", ",
                                            tried.stream().map(Path::toString).toList()))
                            + ". Put " + module.name()
                            + ".wasm into one of these directories, or name its directory with"
                            + " --modules");
        };
    }

    private static List<Path> candidates(Path directory, ModuleReference module) {
        List<String> names = new ArrayList<>();
        module.tag().ifPresent(tag -> names.add(module.name() + "-" + tag + ".wasm"));
        names.add(module.name() + ".wasm");
        List<Path> candidates = new ArrayList<>();
        names.forEach(name -> candidates.add(directory.resolve(name)));
        names.forEach(name -> candidates.add(directory.resolve(module.name()).resolve(name)));
        return candidates;
    }

    private static Found read(Path file, ModuleReference module) {
        try {
            long size = Files.size(file);
            if (size > MAXIMUM_BYTES) {
                throw new GraphException(
                        RuntimeProblem.MODULE_UNREADABLE,
                        "module " + module + ": " + file + " has " + size + " bytes; Leat reads modules of up to "
                                + MAXIMUM_BYTES);
            }
            return new Found(file.toString(), Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new GraphException(
                    RuntimeProblem.MODULE_UNREADABLE,
                    "module " + module + ": " + file + " cannot be read: "
                            + Optional.ofNullable(unreadable.getMessage()).orElse(unreadable.toString()),
                    unreadable);
        }
    }
}
