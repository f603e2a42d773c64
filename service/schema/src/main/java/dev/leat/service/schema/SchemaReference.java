package dev.leat.service.schema;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What names a version of a schema in a registry: {@code aio-sr://NAMESPACE/NAME:VERSION}, {@code aio-sr://NAME:VERSION}
 * or {@code NAME:VERSION}.
 */
public record SchemaReference(Optional<String> namespace, String name, String version) {

    private static final String PART = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}";

    private static final Pattern FORM = Pattern.compile(
            "(?:aio-sr://(?:(?<namespace>" + PART + ")/)?)?(?<name>" + PART + "):(?<version>" + PART + ")");

    private static final Pattern NAME = Pattern.compile(PART);

    /** What a text refers to, where it has one of the forms. */
    public static Optional<SchemaReference> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new SchemaReference(
                        Optional.ofNullable(matcher.group("namespace")),
                        matcher.group("name"),
                        matcher.group("version")))
                : Optional.empty();
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    @Override
    public String toString() {
        return namespace.map(space -> "aio-sr://" + space + "/").orElse("") + name + ":" + version;
    }
}
