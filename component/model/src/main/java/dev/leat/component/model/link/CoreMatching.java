package dev.leat.component.model.link;

import static dev.leat.component.model.link.Scope.invalid;

import dev.leat.component.model.binary.CoreType;
import java.util.Optional;

/** Which core items fit which imports. References are compared as written: the engine has the last word on them. */
final class CoreMatching {

    private CoreMatching() {}

    static void check(CoreType actual, CoreType expected, String what) {
        boolean fits = switch (expected) {
            case CoreType.Function function ->
                actual instanceof CoreType.AnyFunction
                        || (actual instanceof CoreType.Function other && sameFunction(function, other));
            case CoreType.AnyFunction any -> true;
            case CoreType.Table table ->
                actual instanceof CoreType.Table other
                        && other.address64() == table.address64()
                        && (hasIndex(table.element()) || other.element().equals(table.element()))
                        && within(other.minimum(), other.maximum(), table.minimum(), table.maximum());
            case CoreType.Memory memory ->
                actual instanceof CoreType.Memory other
                        && other.shared() == memory.shared()
                        && other.address64() == memory.address64()
                        && within(other.minimum(), other.maximum(), memory.minimum(), memory.maximum());
            case CoreType.Global global ->
                actual instanceof CoreType.Global other
                        && other.mutable() == global.mutable()
                        && (hasIndex(global.value()) || other.value().equals(global.value()));
            case CoreType.Tag tag -> actual instanceof CoreType.Tag other && sameFunction(tag.type(), other.type());
            case CoreType.Opaque opaque -> true;
            case CoreType.Module module -> false;
        };
        if (!fits) {
            throw invalid("type mismatch for " + what + ": expected " + expected + ", found " + actual);
        }
    }

    private static boolean sameFunction(CoreType.Function left, CoreType.Function right) {
        if (left.equals(right)) {
            return true;
        }
        boolean references = left.parameters().stream().anyMatch(CoreMatching::hasIndex)
                || left.results().stream().anyMatch(CoreMatching::hasIndex);
        return references
                && left.parameters().size() == right.parameters().size()
                && left.results().size() == right.results().size();
    }

    private static boolean hasIndex(String type) {
        return !type.isEmpty() && type.startsWith("(") && Character.isDigit(type.charAt(type.length() - 2));
    }

    private static boolean within(
            long minimum, Optional<Long> maximum, long expectedMinimum, Optional<Long> expectedMaximum) {
        return minimum >= expectedMinimum
                && (expectedMaximum.isEmpty() || (maximum.isPresent() && maximum.get() <= expectedMaximum.get()));
    }

    /** A module fits a module type where it imports no more and exports no less. */
    static void checkModule(CoreType.Module actual, CoreType.Module expected, String what) {
        for (CoreType.ModuleImport needed : actual.imports()) {
            CoreType offered = expected.imports().stream()
                    .filter(one ->
                            one.module().equals(needed.module()) && one.name().equals(needed.name()))
                    .findFirst()
                    .map(CoreType.ModuleImport::type)
                    .orElseThrow(() -> invalid("type mismatch for " + what + ": missing expected import `"
                            + needed.module() + "::" + needed.name() + "`"));
            check(offered, needed.type(), "import `" + needed.module() + "::" + needed.name() + "`");
        }
        expected.exports().forEach((name, type) -> {
            CoreType found = Optional.ofNullable(actual.exports().get(name))
                    .orElseThrow(
                            () -> invalid("type mismatch for " + what + ": missing expected export `" + name + "`"));
            check(found, type, "export `" + name + "`");
        });
    }
}
