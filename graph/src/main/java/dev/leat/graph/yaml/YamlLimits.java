package dev.leat.graph.yaml;

/**
 * How much of a file is read before it is refused, so that no file can exhaust the process that reads it.
 *
 * @param bytes the largest file
 * @param depth how deep lists and mappings may stand in each other
 * @param aliases how many aliases may be used
 * @param values how many keys and values there may be once aliases are written out
 */
public record YamlLimits(int bytes, int depth, int aliases, int values) {

    /** Far more than any definition needs: 4 MiB, 64 levels, 1000 aliases, 200 000 values. */
    public static final YamlLimits DEFAULT = new YamlLimits(4 << 20, 64, 1_000, 200_000);

    public YamlLimits {
        if (bytes < 1 || depth < 1 || aliases < 0 || values < 1) {
            throw new IllegalArgumentException("limits must leave room for something");
        }
    }
}
