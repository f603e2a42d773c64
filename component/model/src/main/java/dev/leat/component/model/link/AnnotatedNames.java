package dev.leat.component.model.link;

import static dev.leat.component.model.link.Scope.invalid;

import dev.leat.component.model.type.FunctionType;
import dev.leat.component.model.type.ResourceType;
import dev.leat.component.model.type.ValueType;
import java.util.Map;

/** Checks that functions called {@code [constructor]a}, {@code [method]a.b} and {@code [static]a.b} are such. */
final class AnnotatedNames {

    private AnnotatedNames() {}

    static void check(String name, Item item, Map<String, ResourceType> resources) {
        if (item instanceof Item.ResourceTypeItem resource) {
            resources.put(name, resource.type());
        }
        if (!name.startsWith("[")) {
            return;
        }
        if (!(item instanceof Item.Function function)) {
            throw invalid("item `" + name + "` is not a func");
        }
        FunctionType type = function.type();
        String kind = name.substring(1, name.indexOf(']'));
        String rest = name.substring(name.indexOf(']') + 1);
        if (kind.equals("constructor")) {
            ValueType result =
                    type.result().orElseThrow(() -> invalid("`" + name + "`: function should return one value"));
            ValueType made =
                    result instanceof ValueType.ResultOf either && either.ok().isPresent()
                            ? either.ok().get()
                            : result;
            if (!(made instanceof ValueType.Own own)) {
                throw invalid("`" + name + "`: function should return `(own $T)`");
            }
            checkNamed(own.resource(), rest, name, resources);
            return;
        }
        String resource = rest.substring(0, rest.indexOf('.'));
        if (kind.equals("method")) {
            if (type.parameters().isEmpty()) {
                throw invalid("`" + name + "`: function should have at least one argument");
            }
            ValueType.Field self = type.parameters().getFirst();
            if (!self.name().equals("self")) {
                throw invalid("`" + name + "`: function should have a first argument called `self`");
            }
            if (!(self.type() instanceof ValueType.Borrow borrow)) {
                throw invalid("`" + name + "`: function should take a first argument of `(borrow $T)`");
            }
            checkNamed(borrow.resource(), resource, name, resources);
        } else if (!resources.containsKey(resource)) {
            throw invalid("`" + name + "`: static resource name `" + resource + "` is not known in this context");
        }
    }

    private static void checkNamed(ResourceType type, String label, String name, Map<String, ResourceType> resources) {
        if (resources.get(label) != type) {
            throw invalid("`" + name + "`: function does not match expected resource name `" + label + "`");
        }
    }
}
