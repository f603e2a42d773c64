package dev.leat.component.wasmtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;

/**
 * Finds the shared library to load: the copy that the user names, or else the one packed with this class.
 *
 * @param path the library, ready to be loaded
 * @param version what identifies its build: part of the key of every compiled module on disk
 */
record LibraryFile(Path path, String version) {

    /** The environment variable, and in lower case the system property, that names another copy. */
    static final String VARIABLE = "LEAT_LIBWASMTIME";

    static final String PROPERTY = "leat.libwasmtime";

    /** What a user can do about a library that is not there or does not work. */
    static final String ADVICE = "build Leat where python3 and pip are installed, which packs the library, or let "
            + VARIABLE + " name a libwasmtime of release " + EngineConfiguration.RELEASE;

    /** Why there is no library to load; the message is a sentence with what to do. */
    static final class MissingException extends Exception {

        private static final long serialVersionUID = 1L;

        MissingException(String message) {
            super(message);
        }
    }

    /** Where the surroundings are looked up; a test brings its own. */
    record Surroundings(
            Function<String, Optional<String>> property,
            Function<String, Optional<String>> environment,
            Class<?> resources,
            Platform platform) {

        static final Surroundings REAL = new Surroundings(
                name -> Optional.ofNullable(System.getProperty(name)),
                name -> Optional.ofNullable(System.getenv(name)),
                LibraryFile.class,
                Platform.HOST);

        private Optional<String> named() {
            return property.apply(PROPERTY)
                    .or(() -> environment.apply(VARIABLE))
                    .filter(name -> !name.isBlank());
        }

        private Optional<String> named(String variable) {
            return environment.apply(variable).filter(name -> !name.isBlank());
        }

        /** The directory that {@code LeatOptions} of the runtime keeps its caches in, too. */
        Path cache() {
            return named("LEAT_CACHE")
                    .map(Path::of)
                    .or(() -> named("XDG_CACHE_HOME").map(home -> Path.of(home, "leat")))
                    .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "leat"));
        }
    }

    /** Finds the library, and takes it out of the class path into the cache directory where that has not been done. */
    static LibraryFile locate(Surroundings surroundings) throws MissingException {
        Optional<String> named = surroundings.named();
        return named.isPresent() ? named(Path.of(named.get())) : packed(surroundings);
    }

    private static LibraryFile named(Path path) throws MissingException {
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new MissingException(
                    VARIABLE + " names " + path + ", which is no readable file: correct or unset it");
        }
        try {
            byte[] digest = Digests.sha256(path);
            return new LibraryFile(
                    path.toAbsolutePath(), "custom-" + HexFormat.of().formatHex(digest, 0, 8));
        } catch (IOException e) {
            throw new MissingException("cannot read " + path + ", which " + VARIABLE + " names: " + e);
        }
    }

    private static LibraryFile packed(Surroundings surroundings) throws MissingException {
        Platform platform = surroundings.platform();
        String folder = "natives/" + platform + "/";
        Properties description = new Properties();
        try (InputStream stream = surroundings.resources().getResourceAsStream(folder + "library.properties")) {
            if (stream == null) {
                throw new MissingException("no libwasmtime is packed for " + platform + ": " + ADVICE);
            }
            description.load(stream);
        } catch (IOException e) {
            throw new MissingException("cannot read the libwasmtime packed for " + platform + ": " + e);
        }
        String version = description.getProperty("version");
        ExtractedResource resource = new ExtractedResource(
                surroundings.resources(),
                folder + description.getProperty("file"),
                Long.parseLong(description.getProperty("size")),
                Long.parseLong(description.getProperty("crc32"), 16));
        Path cache = surroundings.cache();
        Path directory = cache.resolve("natives")
                .resolve("wasmtime-" + version + "-"
                        + description.getProperty("sha256").substring(0, 16));
        try {
            return new LibraryFile(
                    resource.extract(cache, directory.resolve(description.getProperty("file"))), version);
        } catch (IOException e) {
            throw new MissingException("cannot take libwasmtime out into " + directory + " (" + e
                    + "): let LEAT_CACHE name a directory that can be written");
        }
    }
}
