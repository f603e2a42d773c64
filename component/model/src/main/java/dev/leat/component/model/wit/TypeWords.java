package dev.leat.component.model.wit;

import dev.leat.component.model.type.FunctionType;
import dev.leat.component.model.type.ResourceType;
import dev.leat.component.model.type.ValueType;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Writes types where they are used: by their names where they have one. */
final class TypeWords {

    /** How deep types may stand in each other before the text says no more. */
    private static final int DEEPEST = 100;

    private final Function<List<Object>, Optional<String>> names;

    /** @param names the name of a type, by the keys of {@link TypeKeys} */
    TypeWords(Function<List<Object>, Optional<String>> names) {
        this.names = names;
    }

    String of(ValueType type) {
        StringBuilder out = new StringBuilder();
        append(out, type, 0);
        return out.toString();
    }

    String field(ValueType.Field field) {
        return WitName.escape(field.name()) + ": " + of(field.type());
    }

    /** @param skip how many parameters not to show */
    String function(FunctionType type, int skip) {
        return (type.async() ? "async func(" : "func(") + parameters(type, skip) + ")"
                + type.result().map(result -> " -> " + of(result)).orElse("");
    }

    String parameters(FunctionType type, int skip) {
        StringBuilder out = new StringBuilder();
        type.parameters().stream().skip(skip).forEach(parameter -> {
            separate(out);
            out.append(WitName.escape(parameter.name())).append(": ");
            append(out, parameter.type(), 0);
        });
        return out.toString();
    }

    private void append(StringBuilder out, ValueType type, int depth) {
        if (depth > DEEPEST || out.length() > Text.LIMIT) {
            out.append("/* and so on */");
            return;
        }
        int inside = depth + 1;
        switch (type) {
            case ValueType.Primitive primitive -> out.append(primitive);
            case ValueType.ListOf list -> {
                out.append("list<");
                append(out, list.element(), inside);
                list.length().ifPresent(length -> out.append(", ").append(length));
                out.append('>');
            }
            case ValueType.MapOf map -> generic(out, "map", List.of(map.key(), map.value()), inside);
            case ValueType.TupleOf tuple -> generic(out, "tuple", tuple.elements(), inside);
            case ValueType.OptionOf option -> generic(out, "option", List.of(option.some()), inside);
            case ValueType.ResultOf result -> result(out, result, inside);
            case ValueType.Channel channel ->
                generic(
                        out,
                        channel.stream() ? "stream" : "future",
                        channel.element().stream().toList(),
                        inside);
            case ValueType.Own own -> out.append(name(own.resource()));
            case ValueType.Borrow borrow ->
                out.append("borrow<").append(name(borrow.resource())).append('>');
            case ValueType.RecordOf structure -> named(out, "record", type);
            case ValueType.VariantOf variant -> named(out, "variant", type);
            case ValueType.EnumOf labels -> named(out, "enum", type);
            case ValueType.FlagsOf flags -> named(out, "flags", type);
        }
    }

    private void named(StringBuilder out, String kind, ValueType type) {
        out.append(names.apply(TypeKeys.of(type)).orElse("/* " + kind + " without a name */"));
    }

    private String name(ResourceType resource) {
        return names.apply(List.of(resource)).orElseGet(() -> WitName.escape(resource.name()));
    }

    private void generic(StringBuilder out, String name, List<ValueType> arguments, int depth) {
        out.append(name);
        if (arguments.isEmpty()) {
            return;
        }
        out.append('<');
        for (int i = 0; i < arguments.size() && out.length() <= Text.LIMIT; i++) {
            if (i > 0) {
                out.append(", ");
            }
            append(out, arguments.get(i), depth);
        }
        out.append('>');
    }

    private void result(StringBuilder out, ValueType.ResultOf result, int depth) {
        out.append("result");
        if (result.ok().isEmpty() && result.err().isEmpty()) {
            return;
        }
        out.append('<');
        result.ok().ifPresentOrElse(ok -> append(out, ok, depth), () -> out.append('_'));
        result.err().ifPresent(err -> {
            out.append(", ");
            append(out, err, depth);
        });
        out.append('>');
    }

    private static void separate(StringBuilder out) {
        if (!out.isEmpty()) {
            out.append(", ");
        }
    }
}
