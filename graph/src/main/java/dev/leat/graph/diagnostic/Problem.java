package dev.leat.graph.diagnostic;

/**
 * The kind of a finding, so that a code means the same wherever it is printed. Each module lists its own in one enum,
 * and docs/errors.md has an entry for each.
 */
public interface Problem {

    /** The code as users see it, such as {@code LEAT-GRAPH-012}; never given to another problem later. */
    String code();

    /** How much a finding of this kind matters unless the finding says otherwise. */
    Severity severity();

    /** One line that names the problem without naming the file's own words. */
    String title();
}
