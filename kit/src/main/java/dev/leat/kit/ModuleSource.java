package dev.leat.kit;

import java.nio.file.Path;

/**
 * The source of one module.
 *
 * @param name the module's, by which graphs name it
 * @param directory of {@code Cargo.toml}, or of the Python file that holds the operator's class
 * @param entry the Python file's name without its ending; for Rust the crate's name
 * @param world the world that the module is for, such as {@code map-impl}; for Rust empty: the source says it itself
 */
public record ModuleSource(String name, Language language, Path directory, String entry, String world) {

    /** Where the built module goes: {@code bin/release/NAME.wasm} beside the source. */
    public Path output(BuildMode mode) {
        return directory.resolve("bin").resolve(mode.word()).resolve(name + ".wasm");
    }
}
