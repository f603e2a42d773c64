package dev.leat.graph;

import java.util.Optional;

/**
 * What a definition says about itself.
 *
 * @param name never empty; in the preview's form, which has no metadata, the file's name without its extension
 * @param version the author's version of the definition, in any form; {@code 0.0.0} in the preview's form
 * @param schema the address of the schema that the definition follows; absent in the preview's form
 */
public record Metadata(
        String name, String version, Optional<String> schema, Optional<String> description, Optional<String> vendor) {}
