package dev.leat.component.model.link;

import dev.leat.component.model.ComponentException;
import dev.leat.component.model.ComponentProblem;
import dev.leat.component.model.binary.CoreType;
import dev.leat.component.model.binary.Definition.ComponentBody;
import dev.leat.component.model.binary.Definition.Sort;
import dev.leat.component.model.binary.TypeExpression.Declaration;
import dev.leat.component.model.type.FunctionType;
import dev.leat.component.model.type.ResourceType;
import dev.leat.component.model.type.TypeIdentity;
import dev.leat.component.model.type.ValueType;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** What an index of a component stands for: its type, and where it comes from when the component runs. */
public sealed interface Item {

    /** How many parts the item has all in all, shared parts counted as often as they occur: what it takes to walk it. */
    default int weight() {
        return 1;
    }

    /** The index space that the item belongs to. */
    default Sort sort() {
        return switch (this) {
            case Item.Core core ->
                switch (core.type()) {
                    case CoreType.Function function -> Sort.CORE_FUNCTION;
                    case CoreType.AnyFunction function -> Sort.CORE_FUNCTION;
                    case CoreType.Table table -> Sort.CORE_TABLE;
                    case CoreType.Memory memory -> Sort.CORE_MEMORY;
                    case CoreType.Global global -> Sort.CORE_GLOBAL;
                    case CoreType.Tag tag -> Sort.CORE_TAG;
                    case CoreType.Opaque opaque -> Sort.CORE_FUNCTION;
                    case CoreType.Module module -> Sort.CORE_MODULE;
                };
            case Item.CoreModule module -> Sort.CORE_MODULE;
            case Item.CoreInstance instance -> Sort.CORE_INSTANCE;
            case Item.CoreTypeItem type -> Sort.CORE_TYPE;
            case Item.Function function -> Sort.FUNCTION;
            case Item.Instance instance -> Sort.INSTANCE;
            case Item.Component component -> Sort.COMPONENT;
            case Item.Type type -> Sort.TYPE;
        };
    }

    /** A core function, table, memory, global or tag. */
    record Core(CoreType type, CoreSource source) implements Item {}

    /** @param module index among the binary's modules; empty where only the type is known */
    record CoreModule(CoreType.Module type, OptionalInt module) implements Item {}

    record CoreInstance(Map<String, Core> exports) implements Item {}

    record CoreTypeItem(CoreType type) implements Item {}

    /** @param weight how many parts the type has all in all */
    record Function(FunctionType type, FunctionSource source, int weight) implements Item {}

    /** @param depth how deep instances nest in it */
    record Instance(Map<String, Item> exports, int weight, int depth) implements Item {

        /** How many parts an instance may have all in all. */
        private static final int MAXIMUM_WEIGHT = 1_000_000;

        private static final int MAXIMUM_DEPTH = 100;

        /** @throws ComponentException where the instance is too large, or nests too deep */
        static Instance of(Map<String, Item> exports) {
            long weight = 1;
            int depth = 0;
            for (Item export : exports.values()) {
                weight += export.weight();
                if (export instanceof Instance inner) {
                    depth = Math.max(depth, inner.depth + 1);
                }
            }
            if (weight > MAXIMUM_WEIGHT) {
                throw new ComponentException(
                        ComponentProblem.TOO_LARGE, "an instance of more than " + MAXIMUM_WEIGHT + " parts");
            }
            if (depth > MAXIMUM_DEPTH) {
                throw new ComponentException(
                        ComponentProblem.TOO_LARGE, "instances nested more than " + MAXIMUM_DEPTH + " deep");
            }
            return new Instance(exports, (int) weight, depth);
        }
    }

    record Component(ComponentClosure closure) implements Item {}

    /** A type that a component's index space holds. */
    sealed interface Type extends Item {}

    /**
     * @param weight how many parts the type has all in all
     * @param depth how deep types nest in it
     */
    record ValueTypeItem(ValueType type, int weight, int depth) implements Type {}

    record FunctionTypeItem(FunctionType type, int weight) implements Type {}

    /** @param identity tells whether the resource has a name under which the item stands for it */
    record ResourceTypeItem(ResourceType type, TypeIdentity identity) implements Type {
        ResourceTypeItem(ResourceType type) {
            this(type, new TypeIdentity());
        }
    }

    record ComponentTypeItem(ComponentClosure.Declared closure) implements Type {}

    record InstanceTypeItem(InstanceClosure closure) implements Type {}

    /** A component that can be instantiated, with the scope in which it was written. */
    sealed interface ComponentClosure {
        record Defined(ComponentBody body, Scope outer) implements ComponentClosure {}

        record Declared(List<Declaration> declarations, Scope outer) implements ComponentClosure {}
    }

    /** An instance type with the scope in which it was written. */
    record InstanceClosure(List<Declaration> declarations, Scope outer) {}

    /** Where a core item comes from. */
    sealed interface CoreSource {
        /** @param instance index of the core instance in the order of the plan's steps */
        record FromInstance(int instance, String name) implements CoreSource {}

        /** @param trampoline index into the plan's trampolines */
        record FromHost(int trampoline) implements CoreSource {}

        /** Only the type is known. */
        record Unknown() implements CoreSource {}
    }

    /** Where a component function comes from. */
    sealed interface FunctionSource {
        /** @param function index into the plan's imports */
        record Imported(int function) implements FunctionSource {}

        /** @param lift index into the plan's lifted functions */
        record Lifted(int lift) implements FunctionSource {}
    }
}
