package dev.leat.component.model.link;

import dev.leat.component.core.CoreFunctionType;
import dev.leat.component.model.binary.Definition.Encoding;
import dev.leat.component.model.link.Item.CoreSource;
import dev.leat.component.model.link.Item.FunctionSource;
import dev.leat.component.model.type.FunctionType;
import dev.leat.component.model.type.ResourceType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a component comes to life: a flat list of core instantiations, with everything nested already resolved. Made
 * once for each component; an instance is made by walking it.
 *
 * @param steps core instantiations in their order
 * @param trampolines functions of the host that core modules import
 * @param lifts core functions that components export, or give to each other
 * @param imports functions that the host is to provide
 * @param resources each resource type that occurs, with who defines it
 * @param componentInstances how many component instances there are, nested ones included
 * @param exports what the root component exports
 * @param unsupportedImports names of imports of a kind that no host can provide (components and core modules)
 */
public record Plan(
        List<Step> steps,
        List<Trampoline> trampolines,
        List<Lift> lifts,
        List<Import> imports,
        Map<ResourceType, Resource> resources,
        int componentInstances,
        Map<String, Item> exports,
        Map<String, Item> importItems,
        List<String> unsupportedImports) {

    /**
     * Instantiates a core module.
     *
     * @param arguments one source for each import, in the module's order
     */
    public record Step(int module, List<CoreSource> arguments) {}

    /** The memory side of a lift or lower. */
    public record Options(
            Encoding encoding,
            Optional<CoreSource> memory,
            Optional<CoreSource> realloc,
            Optional<CoreSource> postReturn,
            int componentInstance) {}

    /** A function of the host that a core module imports. */
    public sealed interface Trampoline {
        record Lower(FunctionSource function, FunctionType type, Options options, CoreFunctionType coreType)
                implements Trampoline {}

        record ResourceNew(ResourceType resource, int componentInstance) implements Trampoline {}

        record ResourceDrop(ResourceType resource, int componentInstance) implements Trampoline {}

        record ResourceRep(ResourceType resource, int componentInstance) implements Trampoline {}

        /** A canonical function that Leat does not have: it traps when called. */
        record Unsupported(String name) implements Trampoline {}
    }

    /** A core function lifted to a component function. */
    public record Lift(CoreSource function, FunctionType type, Options options) {}

    /**
     * A function that the host provides.
     *
     * @param path the instance's name and the function's, or the function's alone
     */
    public record Import(List<String> path, FunctionType type) {}

    /** Who a resource type belongs to. */
    public sealed interface Resource {
        /** @param path the instance's name and the resource's, or the resource's alone */
        record Imported(List<String> path) implements Resource {}

        record Defined(int componentInstance, Optional<CoreSource> destructor) implements Resource {}
    }
}
