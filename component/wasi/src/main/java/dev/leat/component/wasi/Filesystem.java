package dev.leat.component.wasi;

import dev.leat.component.model.Linker;
import java.util.List;
import java.util.Optional;

/** {@code wasi:filesystem} without files: no directory is open, and there is no other way to one. */
final class Filesystem {

    private static final String ACCESS = "access";

    private static final List<String> DESCRIPTOR = List.of(
            "read-via-stream",
            "write-via-stream",
            "append-via-stream",
            "advise",
            "sync-data",
            "get-flags",
            "get-type",
            "set-size",
            "set-times",
            "read",
            "write",
            "read-directory",
            "sync",
            "create-directory-at",
            "stat",
            "stat-at",
            "set-times-at",
            "link-at",
            "open-at",
            "readlink-at",
            "remove-directory-at",
            "rename-at",
            "symlink-at",
            "unlink-file-at",
            "metadata-hash",
            "metadata-hash-at");

    private Filesystem() {}

    static void addTo(Linker linker) {
        Wasi.provide(linker, "wasi:filesystem/preopens").function("get-directories", (context, arguments) -> List.of());
        Linker.HostInstance types = Wasi.provide(linker, "wasi:filesystem/types");
        Denied.resource(types, "descriptor", ACCESS, DESCRIPTOR, List.of("is-same-object"));
        Denied.resource(types, "directory-entry-stream", ACCESS, List.of("read-directory-entry"), List.of());
        // No stream here comes from a file, so no stream's error does.
        types.function("filesystem-error-code", (context, arguments) -> Optional.empty());
    }
}
