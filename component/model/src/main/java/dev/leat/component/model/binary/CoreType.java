package dev.leat.component.model.binary;

import dev.leat.component.core.CoreFunctionType;
import dev.leat.component.core.CoreValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The type of something that core modules import and export, or of a core module. */
public sealed interface CoreType {

    /**
     * A function.
     *
     * @param parameters value types in the text format's words, such as {@code i32} or {@code (ref null func)}
     */
    record Function(List<String> parameters, List<String> results) implements CoreType {
        public Function {
            parameters = List.copyOf(parameters);
            results = List.copyOf(results);
        }

        /** The type as host and guest share it; empty where it has references or vectors in it. */
        public Optional<CoreFunctionType> shared() {
            List<CoreValueType> in = new ArrayList<>();
            List<CoreValueType> out = new ArrayList<>();
            return numbers(parameters, in) && numbers(results, out)
                    ? Optional.of(new CoreFunctionType(in, out))
                    : Optional.empty();
        }

        private static boolean numbers(List<String> types, List<CoreValueType> numbers) {
            for (String type : types) {
                switch (type) {
                    case "i32" -> numbers.add(CoreValueType.I32);
                    case "i64" -> numbers.add(CoreValueType.I64);
                    case "f32" -> numbers.add(CoreValueType.F32);
                    case "f64" -> numbers.add(CoreValueType.F64);
                    default -> {
                        return false;
                    }
                }
            }
            return true;
        }
    }

    /** A function whose type is not known here: what an unsupported canonical function would have. */
    record AnyFunction() implements CoreType {}

    /** @param maximum empty where the table may grow without bound */
    record Table(String element, boolean address64, long minimum, Optional<Long> maximum) implements CoreType {}

    /** @param minimum in pages */
    record Memory(boolean shared, boolean address64, long minimum, Optional<Long> maximum) implements CoreType {}

    record Global(String value, boolean mutable) implements CoreType {}

    record Tag(Function type) implements CoreType {}

    /** A type of the garbage collection proposal: kept, not understood. */
    record Opaque(String text) implements CoreType {}

    /** One import of a module. */
    record ModuleImport(String module, String name, CoreType type) {}

    /** @param exports by name, in their order */
    record Module(List<ModuleImport> imports, Map<String, CoreType> exports) implements CoreType {}
}
