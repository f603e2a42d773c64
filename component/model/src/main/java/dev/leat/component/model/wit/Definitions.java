package dev.leat.component.model.wit;

import dev.leat.component.model.ExternType;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Where each type is declared: the first place that gives it a name. */
final class Definitions {

    /** @param owner the interface's name; empty for the world */
    record Place(String owner, String name) {}

    private final Map<Object, Place> places = new IdentityHashMap<>();

    void register(String owner, Map<String, ExternType> items) {
        items.forEach((name, item) -> {
            List<Object> keys = TypeKeys.of(item);
            Place place = find(keys).orElseGet(() -> new Place(owner, name));
            keys.forEach(key -> places.putIfAbsent(key, place));
        });
    }

    /** These, and those of an interface that nothing else can name. */
    Definitions with(String owner, Map<String, ExternType> items) {
        Definitions more = new Definitions();
        more.places.putAll(places);
        more.register(owner, items);
        return more;
    }

    /** @param keys of {@link TypeKeys} */
    Optional<Place> find(List<Object> keys) {
        return keys.stream().map(places::get).filter(Objects::nonNull).findFirst();
    }
}
