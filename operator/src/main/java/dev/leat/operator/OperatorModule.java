package dev.leat.operator;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.model.Component;
import dev.leat.component.model.ComponentException;
import dev.leat.component.model.ExternType;
import dev.leat.component.model.InterfaceName;
import dev.leat.component.model.LinkedComponent;
import dev.leat.component.model.Linker;
import dev.leat.component.nn.WasiNn;
import dev.leat.component.wasi.Wasi;
import dev.leat.dataflow.Operator;
import java.lang.invoke.MethodHandles;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A loaded module: a component that exports interfaces of {@code wasm-graph:processor}, linked to the host. Immutable and
 * safe for use by many threads; each operation makes its own operator from it, with an instance of its own.
 */
public final class OperatorModule implements AutoCloseable {

    private final String name;
    private final LinkedComponent linked;
    private final Set<OperatorInterface> interfaces;
    private final String digest;

    private OperatorModule(String name, LinkedComponent linked, Set<OperatorInterface> interfaces, String digest) {
        this.name = name;
        this.linked = linked;
        this.interfaces = interfaces;
        this.digest = digest;
    }

    /** The SHA-256 of a module's bytes, in hexadecimal. */
    public static String digestOf(byte[] binary) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(binary));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /**
     * Loads a module. Compiling can take seconds the first time, where the engine has no compiled copy in its cache.
     *
     * @param name what messages call the module
     * @throws OperatorException {@link OperatorProblem#UNUSABLE_MODULE} where the bytes are no component that can run
     *     here, {@link OperatorProblem#WRONG_INTERFACE} where it exports no operator
     */
    public static OperatorModule load(CoreEngine engine, String name, byte[] binary) {
        Component component = compile(engine, name, binary);
        LinkedComponent linked;
        try {
            linked = linker(component).link(component);
        } catch (ComponentException unusable) {
            component.close();
            throw unusable(name, unusable);
        }
        Set<OperatorInterface> interfaces = interfacesOf(component);
        if (interfaces.isEmpty()) {
            component.close();
            throw new OperatorException(
                    OperatorProblem.WRONG_INTERFACE,
                    "module " + name + " is a component, but no operator: it exports "
                            + (component.exports().isEmpty()
                                    ? "nothing"
                                    : String.join(", ", component.exports().keySet()))
                            + "; an operator exports one of "
                            + EnumSet.allOf(OperatorInterface.class).stream()
                                    .map(OperatorInterface::interfaceName)
                                    .collect(Collectors.joining(", ")));
        }
        return new OperatorModule(name, linked, interfaces, digestOf(binary));
    }

    private static Component compile(CoreEngine engine, String name, byte[] binary) {
        try {
            return Component.compile(engine, binary);
        } catch (ComponentException unusable) {
            throw unusable(name, unusable);
        }
    }

    private static OperatorException unusable(String name, ComponentException reason) {
        return new OperatorException(
                OperatorProblem.UNUSABLE_MODULE, "module " + name + " cannot be used: " + reason.getMessage(), reason);
    }

    private static Linker linker(Component component) {
        Linker linker = new Linker(MethodHandles.lookup());
        HostInterfaces.addTo(linker);
        Wasi.addTo(linker);
        if (WasiNn.isImportedBy(component)) {
            WasiNn.addTo(linker);
        }
        return linker;
    }

    /** The interfaces of operators that a component exports: none where it is no module. */
    public static Set<OperatorInterface> interfacesOf(Component component) {
        Set<String> exported = component.exports().entrySet().stream()
                .filter(entry -> entry.getValue() instanceof ExternType.InstanceExtern)
                .map(entry -> InterfaceName.parse(entry.getKey()).compatibility())
                .collect(Collectors.toSet());
        Set<OperatorInterface> interfaces = EnumSet.noneOf(OperatorInterface.class);
        for (OperatorInterface one : OperatorInterface.values()) {
            if (exported.contains(InterfaceName.parse(one.interfaceName()).compatibility())) {
                interfaces.add(one);
            }
        }
        return interfaces;
    }

    /**
     * What a component imports that Leat does not provide, as {@code interface#function}: calling one traps.
     *
     * @throws ComponentException where the component cannot be linked at all
     */
    public static List<String> missingImportsOf(Component component) {
        return linker(component).link(component).missingImports();
    }

    public String name() {
        return name;
    }

    /** The SHA-256 of the module's bytes, in hexadecimal. */
    public String digest() {
        return digest;
    }

    /** This very module, called otherwise in messages. To close one is to close both. */
    public OperatorModule named(String otherName) {
        return new OperatorModule(otherName, linked, interfaces, digest);
    }

    /** The interfaces that the module exports. */
    public Set<OperatorInterface> interfaces() {
        return Set.copyOf(interfaces);
    }

    /** Whether the module imports {@code wasi:nn}, and so may run models. */
    public boolean usesModels() {
        return WasiNn.isImportedBy(linked.component());
    }

    /**
     * Whether the module imports an interface, of any version.
     *
     * @param interfaceName without a version, such as {@code wasm-graph:processor/state-store}
     */
    public boolean imports(String interfaceName) {
        return component().imports().keySet().stream()
                .anyMatch(name -> InterfaceName.parse(name).path().equals(interfaceName));
    }

    /** The component underneath. */
    public Component component() {
        return linked.component();
    }

    /**
     * Makes the module an operator: an instance of its own, initialised. Call it on the thread that will run the
     * operator.
     *
     * @throws OperatorException where the module does not export the interface, or its {@code init} refuses or traps
     */
    public Operator operator(OperatorInterface type, OperatorSettings settings) {
        if (!interfaces.contains(type)) {
            throw new OperatorException(
                    OperatorProblem.WRONG_INTERFACE,
                    "operation " + settings.operation() + " is a " + type.word() + ", but module " + name
                            + " exports no " + type.interfaceName() + "; it exports "
                            + interfaces.stream().map(OperatorInterface::word).collect(Collectors.joining(", ")));
        }
        return switch (type) {
            case MAP -> GuestMap.create(linked, name, settings);
            case FILTER -> GuestFilter.create(linked, name, settings);
            case BRANCH -> GuestBranch.create(linked, name, settings);
            case ACCUMULATE -> GuestAccumulate.create(linked, name, settings);
            case DELAY -> GuestDelay.create(linked, name, settings);
        };
    }

    @Override
    public void close() {
        linked.component().close();
    }
}
