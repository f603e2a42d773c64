package dev.leat.component.model.link;

import static dev.leat.component.model.link.Scope.invalid;

import java.util.Locale;
import java.util.regex.Pattern;

/** The names of imports, exports and labels. Implements the grammar of Explainer.md. */
final class Names {

    private static final String WORD = "(?:[a-z][a-z0-9]*|[A-Z][A-Z0-9]*)";
    private static final String LABEL = WORD + "(?:-(?:[a-z0-9]+|[A-Z0-9]+))*";
    private static final Pattern LABEL_PATTERN = Pattern.compile(LABEL);
    private static final Pattern ANNOTATED =
            Pattern.compile("\\[(constructor|method|static|async|async method|async static)\\](.*)");
    private static final String LOWER = "[a-z][a-z0-9]*(?:-[a-z0-9]+)*";
    private static final Pattern INTERFACE =
            Pattern.compile(LOWER + ":" + LOWER + "/" + LABEL + "(?:@(?<version>.+))?");
    private static final Pattern DEPENDENCY =
            Pattern.compile("(?:locked-dep|unlocked-dep|url|integrity|relative-url)=.*", Pattern.DOTALL);
    private static final String IDENTIFIERS = "[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*";
    private static final String NUMBER = "(?:0|[1-9][0-9]*)";
    private static final Pattern VERSION = Pattern.compile(
            NUMBER + "\\." + NUMBER + "\\." + NUMBER + "(?:-" + IDENTIFIERS + ")?(?:\\+" + IDENTIFIERS + ")?");

    private Names() {}

    /** A label: words of letters and digits between hyphens, each word in one case. */
    static void checkLabel(String name, String what) {
        if (name.isEmpty()) {
            throw invalid(what + " name cannot be empty");
        }
        if (!LABEL_PATTERN.matcher(name).matches()) {
            throw invalid(what + " name `" + name + "` is not in kebab case");
        }
    }

    /** A name that an import or export may have. */
    static void checkExtern(String name, String what) {
        if (name.isEmpty()) {
            throw invalid(what + " name cannot be empty");
        }
        var annotated = ANNOTATED.matcher(name);
        if (annotated.matches()) {
            String rest = annotated.group(2);
            if (annotated.group(1).endsWith("method") || annotated.group(1).endsWith("static")) {
                int dot = rest.indexOf('.');
                if (dot < 0) {
                    throw invalid(what + " name `" + name + "` is not a valid name: failed to find `.` character");
                }
                checkLabel(rest.substring(0, dot), what);
                checkLabel(rest.substring(dot + 1), what);
            } else {
                checkLabel(rest, what);
            }
            return;
        }
        if (DEPENDENCY.matcher(name).matches()) {
            return;
        }
        var packaged = INTERFACE.matcher(name);
        if (packaged.matches()) {
            String version = packaged.group("version");
            if (version != null && !VERSION.matcher(version).matches()) {
                throw invalid(
                        what + " name `" + name + "` is not a valid name: `" + version + "` is not a semantic version");
            }
            return;
        }
        if (name.contains(":")) {
            throw invalid(what + " name `" + name + "` is not a valid name");
        }
        if (!LABEL_PATTERN.matcher(name).matches()) {
            throw invalid(what + " name `" + name + "` is not in kebab case: it is not a valid extern name");
        }
    }

    /** Two names with the same key may not stand side by side. */
    static String uniqueKey(String name) {
        var annotated = ANNOTATED.matcher(name);
        if (annotated.matches()) {
            String kind = annotated.group(1);
            String rest = annotated.group(2).toLowerCase(Locale.ROOT);
            // A constructor [constructor]a goes with a resource a; a method and a static of one name do not.
            if (kind.endsWith("constructor")) {
                return "[constructor]" + rest;
            }
            // A member [method]a.a does not go with a resource a either.
            int dot = rest.indexOf('.');
            boolean namesake = dot >= 0 && rest.substring(0, dot).equals(rest.substring(dot + 1));
            return namesake ? rest.substring(0, dot) : "[member]" + rest;
        }
        return name.toLowerCase(Locale.ROOT);
    }
}
