package dev.leat.registry;

/** Whose signatures artifacts must have. */
public interface SignaturePolicy {

    /**
     * Returns where a signature of the artifact counts.
     *
     * @param repository where the artifact lies, and its signatures beside it
     * @param reference what people call it
     * @throws RegistryException {@link RegistryError#SIGNATURE_MISSING}, {@link RegistryError#SIGNATURE_INVALID}, or what
     *     keeps signatures from being read
     */
    void verify(Registry registry, String repository, Digest artifact, String reference);
}
