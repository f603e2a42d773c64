package dev.leat.graph.yaml;

import java.util.Optional;

/**
 * What could be read of a file.
 *
 * @param root absent where there is nothing but blanks and comments, or a mistake before anything else
 * @param complete false where reading stopped early; then nothing follows from something not being there
 */
public record YamlDocument(Optional<YamlNode> root, boolean complete) {}
