package dev.leat.graph.resource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The words that a key takes, and what they mean. */
final class Words<E> {

    static final Words<Mode> MODE = of(Mode.class);

    private final Map<String, E> meanings = new LinkedHashMap<>();

    private Words() {}

    /** The constants of an enum in the product's spelling: {@code CREATE_OR_REMAP} is {@code CreateOrRemap}. */
    static <E extends Enum<E>> Words<E> of(Class<E> type) {
        return of(type, constant -> camel(constant.name()));
    }

    static <E extends Enum<E>> Words<E> of(Class<E> type, Function<E, String> spelling) {
        Words<E> words = new Words<>();
        for (E constant : type.getEnumConstants()) {
            words.meanings.put(spelling.apply(constant), constant);
        }
        return words;
    }

    static String camel(String constant) {
        StringBuilder word = new StringBuilder();
        for (String part : constant.split("_")) {
            word.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
        }
        return word.toString();
    }

    List<String> all() {
        return new ArrayList<>(meanings.keySet());
    }

    E meaning(String word) {
        return Optional.ofNullable(meanings.get(word)).orElseThrow();
    }

    /** The word that is meant, in upper or lower case. */
    Optional<String> canonical(String word) {
        return meanings.keySet().stream()
                .filter(known -> known.equalsIgnoreCase(word))
                .findFirst();
    }
}
