package dev.leat.component.model.link;

import static dev.leat.component.model.link.Scope.invalid;

import dev.leat.component.model.binary.CoreType;
import dev.leat.component.model.binary.Definition;
import dev.leat.component.model.binary.Definition.Named;
import dev.leat.component.model.binary.Definition.Reference;
import dev.leat.component.model.binary.Definition.Sort;
import dev.leat.component.model.link.Item.CoreSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Instances of core modules: what they import, and what they export to those that come later. */
final class CoreInstances {

    private CoreInstances() {}

    /** A core module may import a name twice; inside a component it may not. */
    static void checkUniqueImports(CoreType.Module module) {
        Set<String> seen = new HashSet<>();
        for (CoreType.ModuleImport one : module.imports()) {
            if (!seen.add(one.module() + "\0" + one.name())) {
                throw invalid("duplicate import name `" + one.module() + ":" + one.name()
                        + "` of a core module in a component");
            }
        }
    }

    /** Instantiates a core module: each import finds an item that fits. */
    static Item.CoreInstance instantiate(
            Definition.CoreInstantiate instantiate, Scope scope, PlanBuilder plan, Walk walk) {
        Item.CoreModule module = (Item.CoreModule) scope.get(Sort.CORE_MODULE, instantiate.module());
        walk.spend(instantiate.arguments().size()
                + module.type().imports().size()
                + module.type().exports().size());
        Map<String, Item.CoreInstance> arguments = new HashMap<>();
        for (Named argument : instantiate.arguments()) {
            Item.CoreInstance instance = (Item.CoreInstance)
                    scope.get(Sort.CORE_INSTANCE, argument.reference().index());
            if (arguments.put(argument.name(), instance) != null) {
                throw invalid("duplicate module instantiation argument named `" + argument.name() + "`");
            }
        }
        List<CoreSource> sources = new ArrayList<>();
        for (CoreType.ModuleImport one : module.type().imports()) {
            Item.CoreInstance instance = Optional.ofNullable(arguments.get(one.module()))
                    .orElseThrow(() -> invalid("missing module instantiation argument named `" + one.module() + "`"));
            Item.Core item = Optional.ofNullable(instance.exports().get(one.name()))
                    .orElseThrow(() -> invalid("module instantiation argument `" + one.module()
                            + "` does not export an item named `" + one.name() + "`"));
            CoreMatching.check(item.type(), one.type(), "import `" + one.module() + "::" + one.name() + "`");
            sources.add(item.source());
        }
        Map<String, Item.Core> exports = new LinkedHashMap<>();
        if (module.module().isPresent()) {
            int instance = plan.step(new Plan.Step(module.module().getAsInt(), List.copyOf(sources)));
            module.type()
                    .exports()
                    .forEach((name, type) ->
                            exports.put(name, new Item.Core(type, new CoreSource.FromInstance(instance, name))));
        } else {
            module.type()
                    .exports()
                    .forEach((name, type) -> exports.put(name, new Item.Core(type, new CoreSource.Unknown())));
        }
        return new Item.CoreInstance(exports);
    }

    /** An instance of items that are there already. */
    static Item.CoreInstance bundle(Definition.CoreBundle bundle, Scope scope, Walk walk) {
        walk.spend(bundle.exports().size());
        Map<String, Item.Core> exports = new LinkedHashMap<>();
        for (Named named : bundle.exports()) {
            Reference reference = named.reference();
            if (!(scope.get(reference.sort(), reference.index()) instanceof Item.Core item)) {
                throw invalid("a core instance exports functions, tables, memories, globals and tags only");
            }
            if (exports.put(named.name(), item) != null) {
                throw invalid("export name `" + named.name() + "` conflicts with previous name `" + named.name()
                        + "` of a core instance: duplicate export name already defined");
            }
        }
        return new Item.CoreInstance(exports);
    }
}
