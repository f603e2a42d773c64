package dev.leat.component.model.wit;

import dev.leat.component.model.ExternType;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What stands under one name: an interface that is imported, exported or both; or the world itself. */
final class Interface {

    private final String id;
    private final Map<String, ExternType> items = new LinkedHashMap<>();
    private final Map<Object, String> names = new IdentityHashMap<>();

    /** @param id the interface's name; empty for the world */
    Interface(String id) {
        this.id = id;
    }

    /** Adds what it holds where it is imported, or where it is exported. */
    void add(Map<String, ExternType> more) {
        more.forEach((name, item) -> {
            items.putIfAbsent(name, item);
            TypeKeys.of(item).stream().findFirst().ifPresent(key -> names.putIfAbsent(key, name));
        });
    }

    String id() {
        return id;
    }

    Map<String, ExternType> items() {
        return items;
    }

    /** What a type is called in here. */
    Optional<String> nameOf(Object key) {
        return Optional.ofNullable(names.get(key));
    }
}
