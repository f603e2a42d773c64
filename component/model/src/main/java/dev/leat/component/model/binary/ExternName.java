package dev.leat.component.model.binary;

import dev.leat.component.model.ComponentException;
import dev.leat.component.model.ComponentProblem;
import dev.leat.component.model.binary.Definition.ExternDescription;
import dev.leat.component.model.binary.Definition.Sort;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name of an import or export, as read.
 *
 * @param name what it is found by
 * @param implementing the interface that an instance of another name has, where the attribute {@code implements} says so
 */
record ExternName(String name, Optional<String> implementing) {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");
    private static final Pattern INTERFACE =
            Pattern.compile("[a-z][a-z0-9-]*:[a-z][a-z0-9-]*/[A-Za-z][A-Za-z0-9-]*(@.+)?");

    static ExternName read(BinaryReader in) {
        int form = in.u8();
        return switch (form) {
            case 0x00, 0x01 -> new ExternName(in.name(), Optional.empty());
            case 0x02 -> {
                String name = in.name();
                yield new ExternName(name, attributes(in));
            }
            default -> throw in.malformed("invalid leading byte 0x" + Integer.toHexString(form) + " of a name");
        };
    }

    private static Optional<String> attributes(BinaryReader in) {
        Optional<String> implementing = Optional.empty();
        Set<Integer> seen = new HashSet<>();
        int count = in.count();
        for (int i = 0; i < count; i++) {
            int code = in.u8();
            if (code > 0x02) {
                throw in.malformed("unknown name attribute 0x" + Integer.toHexString(code));
            }
            String value = in.name();
            if (!seen.add(code)) {
                throw invalid("duplicate '" + (code == 0 ? "implements" : "attribute " + code) + "' option in name");
            }
            if (code == 0) {
                implementing = Optional.of(value);
            }
        }
        return implementing;
    }

    /** The name of an import or declared export, checked against its description. */
    String of(ExternDescription description) {
        return checked(description instanceof ExternDescription.InstanceOf);
    }

    /** The name of an exported item, checked against its sort. */
    String of(Sort sort) {
        return checked(sort == Sort.INSTANCE);
    }

    private String checked(boolean instance) {
        if (implementing.isEmpty()) {
            return name;
        }
        if (!instance) {
            throw invalid("only instances can have an `implements`: `" + name + "` is none");
        }
        if (!PLAIN.matcher(name).matches()) {
            throw invalid("name `" + name + "` is not valid with `implements`");
        }
        String type = implementing.get();
        if (!INTERFACE.matcher(type).matches()) {
            throw invalid("`" + type + "` is not a valid name for `implements`: it must be an interface");
        }
        return name;
    }

    private static ComponentException invalid(String message) {
        return new ComponentException(ComponentProblem.INVALID, message);
    }
}
