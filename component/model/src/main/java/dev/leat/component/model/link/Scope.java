package dev.leat.component.model.link;

import dev.leat.component.model.ComponentException;
import dev.leat.component.model.ComponentProblem;
import dev.leat.component.model.binary.CoreType;
import dev.leat.component.model.binary.Definition.Sort;
import dev.leat.component.model.type.ResourceType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The index spaces of one component, component type or instance type. */
final class Scope {

    private final Optional<Scope> outer;
    private final boolean component;
    private final int componentInstance;
    private final List<CoreType> coreTypes = new ArrayList<>();
    private final Map<Sort, List<Item>> spaces = new EnumMap<>(Sort.class);
    private final Set<Object> importedNames = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Object> exportedNames = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, ResourceType> importedResources = new HashMap<>();
    private final Map<String, ResourceType> exportedResources = new HashMap<>();
    private final Set<Object> defined = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * @param component whether resource types of the outer scopes are out of reach
     * @param componentInstance the plan's index of the component instance that this scope elaborates
     */
    Scope(Optional<Scope> outer, boolean component, int componentInstance) {
        this.outer = outer;
        this.component = component;
        this.componentInstance = componentInstance;
    }

    Optional<Scope> outer() {
        return outer;
    }

    /** Whether this is a component or component type, whose types may be instantiated with other resources. */
    boolean isComponent() {
        return component;
    }

    int componentInstance() {
        return componentInstance;
    }

    void add(Sort sort, Item item) {
        spaces.computeIfAbsent(sort, any -> new ArrayList<>()).add(item);
        if (item instanceof Item.CoreTypeItem core) {
            coreTypes.add(core.type());
        }
    }

    Item get(Sort sort, int index) {
        List<Item> space = spaces.getOrDefault(sort, List.of());
        if (index < 0 || index >= space.size()) {
            throw invalid("unknown " + words(sort) + " " + index + ": " + words(sort) + " index out of bounds");
        }
        return space.get(index);
    }

    Item.Core core(Sort sort, int index) {
        return (Item.Core) get(sort, index);
    }

    Item.Type type(int index) {
        return (Item.Type) get(Sort.TYPE, index);
    }

    /** The core types defined so far. */
    List<CoreType> coreTypes() {
        return Collections.unmodifiableList(coreTypes);
    }

    /** The names that types go by: all by their identity. */
    Set<Object> importedNames() {
        return importedNames;
    }

    Set<Object> exportedNames() {
        return exportedNames;
    }

    /** The resources that are imported here, by name. */
    Map<String, ResourceType> importedResources() {
        return importedResources;
    }

    /** The resources that are exported here, by name. */
    Map<String, ResourceType> exportedResources() {
        return exportedResources;
    }

    /** The resources that this component itself defines. */
    Set<Object> definedResources() {
        return defined;
    }

    static String words(Sort sort) {
        return sort.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static ComponentException invalid(String message) {
        return new ComponentException(ComponentProblem.INVALID, message);
    }
}
