package dev.leat.kit;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.model.Component;
import dev.leat.component.model.ComponentException;
import dev.leat.operator.OperatorInterface;
import dev.leat.operator.OperatorModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a module turned out to be.
 *
 * @param operators what it exports: {@code map}, {@code filter} and so on, at least one
 * @param missing what it imports that Leat does not provide, as {@code interface#function}: a call of one traps
 */
public record ModuleCheck(List<String> operators, List<String> missing) {

    public ModuleCheck {
        operators = List.copyOf(operators);
        missing = List.copyOf(missing);
    }

    /**
     * Compiles a module and looks at what it exports and imports.
     *
     * @throws KitException {@link KitProblem#NOT_A_MODULE} where it is no component, or exports no operator
     */
    public static ModuleCheck of(Path module, CoreEngine engine) throws IOException {
        try (Component component = Component.compile(engine, Files.readAllBytes(module))) {
            List<String> operators = OperatorModule.interfacesOf(component).stream()
                    .map(OperatorInterface::word)
                    .sorted()
                    .toList();
            if (operators.isEmpty()) {
                throw new KitException(
                        KitProblem.NOT_A_MODULE,
                        module.getFileName() + " exports no operator of wasm-graph:processor; it exports "
                                + (component.exports().isEmpty()
                                        ? "nothing"
                                        : String.join(", ", component.exports().keySet()))
                                + ". In Rust, mark a function with #[map_operator] or another of the SDK's macros; in Python,"
                                + " define a class Map");
            }
            return new ModuleCheck(operators, OperatorModule.missingImportsOf(component));
        } catch (ComponentException unusable) {
            throw new KitException(
                    KitProblem.NOT_A_MODULE,
                    module.getFileName() + " cannot be used: " + unusable.getMessage(),
                    unusable);
        }
    }
}
