package dev.leat.component.model.wit;

import dev.leat.component.model.Component;
import dev.leat.component.model.ExternType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prints what a component imports and exports in the language of WIT.md, laid out as {@code wasm-tools component wit}
 * does. It is a text for people: a component does not carry all that its author wrote, and not all that it carries can
 * be written in WIT.
 *
 * <ul>
 *   <li>A name for a type without one of its own ({@code type filesize = u64}) is declared, but the functions that use
 *       it show the type; an interface that uses it declares it again.
 *   <li>What a type is {@code use}d from is the interface that declares it.
 *   <li>Imports and exports that WIT has no words for, such as core modules, are comments.
 *   <li>The text ends with a comment after 4 Mi characters.
 * </ul>
 */
public final class WitPrinter {

    private final Definitions definitions = new Definitions();
    private final Map<String, Interface> interfaces = new LinkedHashMap<>();
    private final Interface world = new Interface("");
    private final Text text = new Text();

    private WitPrinter() {}

    /** The component's world and the interfaces that it names. */
    public static String print(Component component) {
        WitPrinter printer = new WitPrinter();
        printer.collect(component.imports());
        printer.collect(component.exports());
        printer.world(component);
        printer.packages();
        return printer.text.finish();
    }

    private void collect(Map<String, ExternType> externs) {
        Map<String, ExternType> own = new LinkedHashMap<>();
        externs.forEach((name, extern) -> {
            if (extern instanceof ExternType.InstanceExtern instance) {
                if (WitName.isInterface(name)) {
                    interfaces.computeIfAbsent(name, Interface::new).add(instance.items());
                    definitions.register(name, instance.items());
                }
            } else {
                own.put(name, extern);
            }
        });
        world.add(own);
        definitions.register(world.id(), own);
    }

    private void world(Component component) {
        text.line("package root:component;");
        text.line("");
        text.open("world root");
        instances("import", component.imports());
        InterfacePrinter own = new InterfacePrinter(world, definitions);
        Text types = text.inner();
        own.types(types);
        Text imported = text.inner();
        own.functions(imported, "import ", component.imports());
        Text exported = text.inner();
        own.functions(exported, "export ", component.exports());
        own.uses(text);
        text.space();
        text.append(types);
        text.append(imported);
        text.space();
        instances("export", component.exports());
        text.append(exported);
        text.close();
    }

    /** Interfaces by their names, or written in place where they have a plain one. */
    private void instances(String how, Map<String, ExternType> externs) {
        externs.forEach((name, extern) -> {
            if (extern instanceof ExternType.OtherExtern other) {
                text.comment(how + " " + name + ": " + other.kind());
            }
            if (!(extern instanceof ExternType.InstanceExtern instance)) {
                return;
            }
            if (WitName.isInterface(name)) {
                text.line(how + " " + WitName.interfaceOf(name) + ";");
            } else if (WitName.isLabel(name)) {
                Interface inline = new Interface(name);
                inline.add(instance.items());
                Definitions local = definitions.with(name, instance.items());
                text.open(how + " " + WitName.escape(name) + ": interface");
                new InterfacePrinter(inline, local).print(text);
                text.close();
            } else {
                text.comment(how + " " + name + ": instance");
            }
        });
    }

    private void packages() {
        Map<String, List<Interface>> packages = new LinkedHashMap<>();
        interfaces
                .values()
                .forEach(one -> packages.computeIfAbsent(WitName.packageOf(one.id()), any -> new ArrayList<>())
                        .add(one));
        boolean first = true;
        for (Map.Entry<String, List<Interface>> entry : packages.entrySet()) {
            if (!first) {
                text.line("");
                text.line("");
            }
            first = false;
            text.open("package " + entry.getKey());
            for (Interface one : entry.getValue()) {
                text.open("interface " + WitName.escape(WitName.label(one.id())));
                new InterfacePrinter(one, definitions).print(text);
                text.close();
            }
            text.close();
        }
    }
}
