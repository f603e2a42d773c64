package dev.leat.component.model.wit;

import java.util.Set;
import java.util.regex.Pattern;

/** The names of imports and exports, and how WIT writes them. */
final class WitName {

    private static final Pattern LABEL = Pattern.compile("[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*");

    private static final Set<String> KEYWORDS = Set.of(
            "_",
            "as",
            "async",
            "bool",
            "borrow",
            "char",
            "constructor",
            "enum",
            "error-context",
            "export",
            "f32",
            "f64",
            "flags",
            "float32",
            "float64",
            "from",
            "func",
            "future",
            "import",
            "include",
            "interface",
            "list",
            "map",
            "option",
            "own",
            "package",
            "record",
            "resource",
            "result",
            "s16",
            "s32",
            "s64",
            "s8",
            "static",
            "stream",
            "string",
            "tuple",
            "type",
            "u16",
            "u32",
            "u64",
            "u8",
            "use",
            "variant",
            "with",
            "world");

    private WitName() {}

    /** Such as {@code wasi:io/poll@0.2.0}. */
    static boolean isInterface(String name) {
        return name.indexOf('/') > 0 && name.indexOf('=') < 0;
    }

    /** A plain name. */
    static boolean isLabel(String name) {
        return LABEL.matcher(name).matches();
    }

    /** The name as an identifier, marked where it is a keyword. */
    static String escape(String label) {
        return KEYWORDS.contains(label) ? "%" + label : label;
    }

    /** {@code poll} of {@code wasi:io/poll@0.2.0}. */
    static String label(String id) {
        return id.substring(slash(id) + 1, versionAt(id));
    }

    /** {@code wasi:io@0.2.0} of {@code wasi:io/poll@0.2.0}. */
    static String packageOf(String id) {
        return packagePath(id) + id.substring(versionAt(id));
    }

    /** The whole name as WIT writes it. */
    static String interfaceOf(String id) {
        return packagePath(id) + "/" + escape(label(id)) + id.substring(versionAt(id));
    }

    private static String packagePath(String id) {
        String path = id.substring(0, slash(id));
        int colon = path.indexOf(':');
        return escape(path.substring(0, colon)) + ":" + escape(path.substring(colon + 1));
    }

    private static int slash(String id) {
        return id.lastIndexOf('/', versionAt(id) - 1);
    }

    private static int versionAt(String id) {
        int at = id.indexOf('@');
        return at < 0 ? id.length() : at;
    }
}
