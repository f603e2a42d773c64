package dev.leat.component.model.link;

import static dev.leat.component.model.link.Scope.invalid;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The names of imports, exports and labels. Implements the grammar of Explainer.md. */
final class Names {

    private static final Pattern ANNOTATED = Pattern.compile("\\[(constructor|method|static)\\](.*)");
    private static final Pattern DEPENDENCY =
            Pattern.compile("(?:locked-dep|unlocked-dep|url|integrity|relative-url)=.*", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]*");
    private static final Pattern IDENTIFIER = Pattern.compile("[0-9A-Za-z-]+");
    private static final Pattern LOWER_WORD = Pattern.compile("[a-z0-9]+");
    private static final Pattern UPPER_WORD = Pattern.compile("[A-Z0-9]+");

    private Names() {}

    /** A label: words of letters and digits between hyphens, each word in one case. */
    static void checkLabel(String name, String what) {
        if (name.isEmpty()) {
            throw invalid(what + " name cannot be empty");
        }
        if (!isLabel(name)) {
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
            if (!annotated.group(1).equals("constructor")) {
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
        int at = name.indexOf('@');
        if (isInterface(at < 0 ? name : name.substring(0, at))) {
            String version = name.substring(at + 1);
            if (at >= 0 && !isVersion(version)) {
                throw invalid(
                        what + " name `" + name + "` is not a valid name: `" + version + "` is not a semantic version");
            }
            return;
        }
        if (name.contains(":")) {
            throw invalid(what + " name `" + name + "` is not a valid name");
        }
        if (!isLabel(name)) {
            throw invalid(what + " name `" + name + "` is not in kebab case: it is not a valid extern name");
        }
    }

    // Word by word, and no pattern for the whole: one with a loop of alternatives overflows the stack on long names.

    private static boolean isLabel(String name) {
        List<String> words = split(name, '-');
        return Character.isLetter(
                        words.getFirst().isEmpty() ? '-' : words.getFirst().charAt(0))
                && words.stream()
                        .allMatch(word -> LOWER_WORD.matcher(word).matches()
                                || UPPER_WORD.matcher(word).matches());
    }

    private static boolean isLowerLabel(String name) {
        return isLabel(name)
                && split(name, '-').stream()
                        .allMatch(word -> LOWER_WORD.matcher(word).matches());
    }

    /** {@code namespace:package/interface}, without a version. */
    private static boolean isInterface(String path) {
        List<String> parts = split(path, '/');
        List<String> names = split(parts.getFirst(), ':');
        return parts.size() == 2
                && names.size() == 2
                && names.stream().allMatch(Names::isLowerLabel)
                && isLabel(parts.getLast());
    }

    private static boolean isVersion(String version) {
        int plus = version.indexOf('+');
        String withoutBuild = plus < 0 ? version : version.substring(0, plus);
        int minus = withoutBuild.indexOf('-');
        List<String> numbers = split(minus < 0 ? withoutBuild : withoutBuild.substring(0, minus), '.');
        return numbers.size() == 3
                && numbers.stream().allMatch(one -> NUMBER.matcher(one).matches())
                && (plus < 0 || isIdentifiers(version.substring(plus + 1)))
                && (minus < 0 || isIdentifiers(withoutBuild.substring(minus + 1)));
    }

    private static boolean isIdentifiers(String dotted) {
        return split(dotted, '.').stream()
                .allMatch(one -> IDENTIFIER.matcher(one).matches());
    }

    /** All parts, empty ones included. */
    private static List<String> split(String text, char separator) {
        return List.of(text.split(Pattern.quote(String.valueOf(separator)), -1));
    }

    /** Two names with the same key may not stand side by side. */
    static String uniqueKey(String name) {
        var annotated = ANNOTATED.matcher(name);
        if (annotated.matches()) {
            String kind = annotated.group(1);
            String rest = annotated.group(2).toLowerCase(Locale.ROOT);
            // A constructor [constructor]a goes with a resource a; a method and a static of one name do not.
            if (kind.equals("constructor")) {
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
