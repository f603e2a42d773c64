package dev.leat.registry;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Stands for a registry that is not asked: it has nothing, and says that it cannot be reached. */
final class AbsentRegistry implements Registry {

    static final AbsentRegistry INSTANCE = new AbsentRegistry();

    private AbsentRegistry() {}

    private static RegistryException notAsked() {
        return new RegistryException(RegistryError.UNREACHABLE, "the registry is not asked");
    }

    @Override
    public Optional<Digest> digestOf(String repository, String tag) {
        throw notAsked();
    }

    @Override
    public ManifestContent manifest(String repository, String reference) {
        throw notAsked();
    }

    @Override
    public void readBlob(String repository, Descriptor blob, OutputStream into) {
        throw notAsked();
    }

    @Override
    public boolean hasBlob(String repository, Digest blob) {
        throw notAsked();
    }

    @Override
    public void writeBlob(String repository, Descriptor blob, Path content) {
        throw notAsked();
    }

    @Override
    public void writeManifest(String repository, String reference, ManifestContent manifest) {
        throw notAsked();
    }

    @Override
    public List<Descriptor> referrers(String repository, Digest subject) {
        throw notAsked();
    }

    @Override
    public String nameOf(String repository) {
        return repository;
    }

    @Override
    public void close() {}
}
