package dev.leat.component.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an interface with its version, such as {@code wasi:io/streams@0.2.3}.
 *
 * @param path without the version
 * @param version empty where the name has none
 */
public record InterfaceName(String path, Optional<String> version) {

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)(-[^+]*)?(\\+.*)?");

    public static InterfaceName parse(String name) {
        int at = name.indexOf('@');
        return at < 0
                ? new InterfaceName(name, Optional.empty())
                : new InterfaceName(name.substring(0, at), Optional.of(name.substring(at + 1)));
    }

    /**
     * The same for all versions that can stand in for each other: those of one major version, of one minor version
     * below 1, or of one patch version below 0.1. A pre-release stands in for itself alone.
     */
    public String compatibility() {
        if (version.isEmpty()) {
            return path;
        }
        Matcher matcher = VERSION.matcher(version.get());
        if (!matcher.matches() || matcher.group(4) != null) {
            return path + "@" + version.get();
        }
        String track = !matcher.group(1).equals("0")
                ? matcher.group(1)
                : !matcher.group(2).equals("0") ? "0." + matcher.group(2) : "0.0." + matcher.group(3);
        return path + "@" + track;
    }

    @Override
    public String toString() {
        return version.map(one -> path + "@" + one).orElse(path);
    }
}
