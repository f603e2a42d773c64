package dev.leat.graph;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which module an operation runs: {@code [path/]name[:tag][@sha256:digest]}, as the OCI distribution specification writes
 * references. Upper case is allowed in the path although registries refuse it, since local folders may have it.
 *
 * @param repository the path and the name, such as {@code azure-samples/explore-iot-operations/temperature}
 * @param tag the version, where one is given
 * @param digest {@code sha256:} and 64 hexadecimal digits, where the content is pinned
 */
public record ModuleReference(String repository, Optional<String> tag, Optional<String> digest) {

    private static final String HOST = "(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?:[0-9]{1,5}/)?";
    private static final String SEGMENT = "[A-Za-z0-9]+(?:(?:[._]|__|-+)[A-Za-z0-9]+)*+";
    private static final Pattern REPOSITORY = Pattern.compile(HOST + SEGMENT + "(?:/" + SEGMENT + ")*+");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    public ModuleReference {
        if (!REPOSITORY.matcher(repository).matches()
                || tag.filter(given -> !TAG.matcher(given).matches()).isPresent()
                || digest.filter(given -> !DIGEST.matcher(given).matches()).isPresent()) {
            throw new IllegalArgumentException("not a module reference: " + repository);
        }
    }

    /** Reads a reference, if the text is one. */
    public static Optional<ModuleReference> parse(String text) {
        return faultIn(text).isPresent() ? Optional.empty() : Optional.of(split(text));
    }

    /** What keeps the text from being a reference, as the end of a sentence; empty where it is one. */
    public static Optional<String> fault(String text) {
        return faultIn(text);
    }

    /** The module's name: the last segment of the path. Local runs look modules up by it. */
    public String name() {
        return repository.substring(repository.lastIndexOf('/') + 1);
    }

    /** Whether a registry would refuse it for an upper-case letter; a registry's own host may have them. */
    boolean hasUpperCase() {
        int slash = repository.indexOf('/');
        boolean hasHost = slash > 0 && repository.substring(0, slash).matches(".*[.:].*");
        return repository.substring(hasHost ? slash : 0).chars().anyMatch(Character::isUpperCase);
    }

    /** The reference as it is written. */
    @Override
    public String toString() {
        return repository
                + tag.map(given -> ":" + given).orElse("")
                + digest.map(given -> "@" + given).orElse("");
    }

    /** What keeps the text from being a reference, as the end of a sentence. */
    static Optional<String> faultIn(String text) {
        Matcher scheme = Pattern.compile("[a-z]+://").matcher(text);
        if (scheme.lookingAt()) {
            return Optional.of("it begins with '" + scheme.group() + "', which references do not have");
        }
        if (text.chars().anyMatch(Character::isWhitespace)) {
            return Optional.of("there is a space in it");
        }
        Parts parts = Parts.of(text);
        if (parts.digest().filter(digest -> !DIGEST.matcher(digest).matches()).isPresent()) {
            return Optional.of("what follows '@' is not 'sha256:' and 64 hexadecimal digits");
        }
        if (parts.tag().filter(tag -> !TAG.matcher(tag).matches()).isPresent()) {
            return Optional.of("what follows ':' is not a tag of 1 to 128 letters, digits, '_', '.' and '-'");
        }
        if (!REPOSITORY.matcher(parts.repository()).matches()) {
            return Optional.of("the path is not made of names of letters and digits, "
                    + "with '.', '_' or '-' inside and '/' between them");
        }
        return Optional.empty();
    }

    private static ModuleReference split(String text) {
        Parts parts = Parts.of(text);
        return new ModuleReference(parts.repository(), parts.tag(), parts.digest());
    }

    /** A text cut at the places where a reference has its tag and digest. */
    private record Parts(String repository, Optional<String> tag, Optional<String> digest) {

        static Parts of(String text) {
            int at = text.indexOf('@');
            String named = at < 0 ? text : text.substring(0, at);
            Optional<String> digest = at < 0 ? Optional.empty() : Optional.of(text.substring(at + 1));
            int colon = named.lastIndexOf(':');
            return colon > named.lastIndexOf('/')
                    ? new Parts(named.substring(0, colon), Optional.of(named.substring(colon + 1)), digest)
                    : new Parts(named, Optional.empty(), digest);
        }
    }
}
