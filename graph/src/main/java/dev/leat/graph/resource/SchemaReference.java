package dev.leat.graph.resource;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which schema is meant: {@code aio-sr://NAMESPACE/NAME:VERSION}, {@code aio-sr://NAME:VERSION} or {@code NAME:VERSION}.
 *
 * @param namespace absent for the default one
 * @param version what stands behind the colon, such as {@code 1}
 */
public record SchemaReference(Optional<String> namespace, String name, String version) {

    private static final String WORD = "[A-Za-z0-9](?:[A-Za-z0-9._-]{0,126}[A-Za-z0-9])?";
    private static final Pattern FORM = Pattern.compile(
            "(?:aio-sr://(?:(?<namespace>" + WORD + ")/)?)?(?<name>" + WORD + "):(?<version>" + WORD + ")");

    /** Reads a reference, if the text is one. */
    public static Optional<SchemaReference> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new SchemaReference(
                        Optional.ofNullable(matcher.group("namespace")),
                        matcher.group("name"),
                        matcher.group("version")))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "aio-sr://" + namespace.map(given -> given + "/").orElse("") + name + ":" + version;
    }
}
