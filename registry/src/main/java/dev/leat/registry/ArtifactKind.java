package dev.leat.registry;

/** What an artifact is to Leat. */
public enum ArtifactKind {
    /** A component (WebAssembly). */
    MODULE("module"),
    /** A graph definition (YAML). */
    DEFINITION("graph definition");

    private final String words;

    ArtifactKind(String words) {
        this.words = words;
    }

    /** As it stands in a sentence. */
    public String words() {
        return words;
    }
}
