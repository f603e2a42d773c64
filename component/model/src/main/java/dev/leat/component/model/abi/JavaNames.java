package dev.leat.component.model.abi;

import java.util.Locale;

/** From the names of WIT to those of Java. */
final class JavaNames {

    private JavaNames() {}

    /** {@code user-properties} becomes {@code userProperties}. */
    static String camel(String kebab) {
        String pascal = pascal(kebab);
        return pascal.substring(0, 1).toLowerCase(Locale.ROOT) + pascal.substring(1);
    }

    /** {@code not-found} becomes {@code NotFound}. */
    static String pascal(String kebab) {
        StringBuilder name = new StringBuilder();
        for (String word : kebab.split("-", -1)) {
            String lower = word.toLowerCase(Locale.ROOT);
            name.append(lower.substring(0, 1).toUpperCase(Locale.ROOT)).append(lower.substring(1));
        }
        return name.toString();
    }

    /** {@code not-found} becomes {@code NOT_FOUND}. */
    static String constant(String kebab) {
        return kebab.replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
