package dev.leat.component.model;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreModule;
import dev.leat.component.core.CoreModuleException;
import dev.leat.component.model.binary.ComponentDecoder;
import dev.leat.component.model.binary.CoreType;
import dev.leat.component.model.binary.CustomSections;
import dev.leat.component.model.link.ComponentElaborator;
import dev.leat.component.model.link.Item;
import dev.leat.component.model.link.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A component: decoded, validated, its core modules compiled. Immutable and safe for use by many threads; instances are
 * made through a {@link Linker}.
 *
 * <p>Implements Binary.md and Explainer.md of the Component Model (August 2026), without its async, threads and values
 * features.
 */
public final class Component implements AutoCloseable {

    private static final String PRODUCERS = "producers";

    private final CoreEngine engine;
    private final Plan plan;
    private final List<CoreType.Module> moduleTypes;
    private final List<CoreModule> modules;
    private final Map<String, byte[]> customSections;
    private final List<byte[]> producers;

    private Component(
            CoreEngine engine,
            Plan plan,
            List<CoreType.Module> moduleTypes,
            List<CoreModule> modules,
            Map<String, byte[]> customSections,
            List<byte[]> producers) {
        this.engine = engine;
        this.plan = plan;
        this.moduleTypes = moduleTypes;
        this.modules = modules;
        this.customSections = customSections;
        this.producers = producers;
    }

    /**
     * Decodes, validates and compiles a component.
     *
     * @param bytes a component binary; not kept
     * @throws ComponentException where the bytes are no component, or one that Leat cannot run
     */
    public static Component compile(CoreEngine engine, byte[] bytes) {
        ComponentDecoder.Decoded decoded = ComponentDecoder.decode(bytes);
        Plan plan = ComponentElaborator.elaborate(decoded);
        List<byte[]> producers = producers(decoded);
        List<CoreModule> modules = new ArrayList<>();
        try {
            for (ComponentDecoder.CoreModuleBinary module : decoded.modules()) {
                modules.add(engine.compile(module.bytes()));
            }
        } catch (RuntimeException | Error failure) {
            modules.forEach(CoreModule::close);
            if (!(failure instanceof CoreModuleException refused)) {
                throw failure;
            }
            throw new ComponentException(
                    ComponentProblem.ENGINE,
                    "the engine " + engine.name() + " refuses core module " + modules.size() + " of the component: "
                            + refused.getMessage(),
                    refused);
        }
        return new Component(
                engine,
                plan,
                decoded.modules().stream()
                        .map(ComponentDecoder.CoreModuleBinary::type)
                        .toList(),
                List.copyOf(modules),
                decoded.body().customSections(),
                producers);
    }

    private static List<byte[]> producers(ComponentDecoder.Decoded decoded) {
        List<byte[]> sections = new ArrayList<>();
        byte[] own = decoded.body().customSections().get(PRODUCERS);
        if (own != null) {
            sections.add(own);
        }
        for (ComponentDecoder.CoreModuleBinary module : decoded.modules()) {
            CustomSections.find(module.bytes(), PRODUCERS).ifPresent(sections::add);
        }
        return List.copyOf(sections);
    }

    /** What the component imports, by name, in its order. */
    public Map<String, ExternType> imports() {
        return externs(plan.importItems());
    }

    /** What the component exports, by name, in its order. */
    public Map<String, ExternType> exports() {
        return externs(plan.exports());
    }

    /** The custom sections of the outermost component, by name: {@code producers}, {@code component-name} and so on. */
    public Map<String, byte[]> customSections() {
        return Map.copyOf(customSections);
    }

    /** The {@code producers} sections: the outermost component's own, then those of all core modules. */
    public List<byte[]> producers() {
        return producers;
    }

    /** How many core modules there are, nested components included. */
    public int coreModules() {
        return modules.size();
    }

    CoreEngine engine() {
        return engine;
    }

    Plan plan() {
        return plan;
    }

    CoreType.Module moduleType(int module) {
        return moduleTypes.get(module);
    }

    CoreModule module(int module) {
        return modules.get(module);
    }

    private static Map<String, ExternType> externs(Map<String, Item> items) {
        Map<String, ExternType> externs = new LinkedHashMap<>();
        items.forEach((name, item) -> externs.put(name, extern(item)));
        return externs;
    }

    private static ExternType extern(Item item) {
        return switch (item) {
            case Item.Function function -> new ExternType.FunctionExtern(function.type());
            case Item.Instance instance -> new ExternType.InstanceExtern(externs(instance.exports()));
            case Item.ValueTypeItem value -> new ExternType.ValueTypeExtern(value.type());
            case Item.ResourceTypeItem resource -> new ExternType.ResourceExtern(resource.type());
            case Item.Component component -> new ExternType.OtherExtern("component");
            case Item.CoreModule module -> new ExternType.OtherExtern("core module");
            default -> new ExternType.OtherExtern("type");
        };
    }

    /** Frees the compiled code. Instances made before go on. */
    @Override
    public void close() {
        modules.forEach(CoreModule::close);
    }
}
