package dev.leat.component.model.wit;

import dev.leat.component.model.ExternType;
import dev.leat.component.model.type.FunctionType;
import dev.leat.component.model.type.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prints what one interface holds: what it uses, its types, its functions. */
final class InterfacePrinter {

    private static final Pattern MEMBER = Pattern.compile("\\[(?:async )?(method|static)\\]([^.]+)\\.(.+)");
    private static final Pattern CONSTRUCTOR = Pattern.compile("\\[constructor\\](.+)");
    private static final String ASYNC = "[async]";

    private final Interface scope;
    private final Definitions definitions;
    private final TypeWords words;
    private final Map<String, Set<String>> used = new LinkedHashMap<>();
    private final Map<String, List<String>> members = new LinkedHashMap<>();

    InterfacePrinter(Interface scope, Definitions definitions) {
        this.scope = scope;
        this.definitions = definitions;
        this.words = new TypeWords(this::nameOf);
    }

    void print(Text text) {
        Text types = text.inner();
        types(types);
        Text functions = text.inner();
        functions(functions, "", scope.items());
        uses(text);
        text.space();
        text.append(types);
        text.space();
        text.append(functions);
    }

    /** The {@code use} statements; complete when types and functions were printed. */
    void uses(Text text) {
        text.space();
        used.forEach(
                (owner, names) -> text.line("use " + interfaceName(owner) + ".{" + String.join(", ", names) + "};"));
    }

    private String interfaceName(String owner) {
        boolean near =
                WitName.isInterface(scope.id()) && WitName.packageOf(scope.id()).equals(WitName.packageOf(owner));
        return near ? WitName.escape(WitName.label(owner)) : WitName.interfaceOf(owner);
    }

    /** Prints the types that are declared here, and notes those that are used from elsewhere. */
    void types(Text text) {
        collectMembers();
        scope.items().forEach((name, item) -> {
            if (text.full()) {
                return;
            }
            List<Object> keys = TypeKeys.of(item);
            Optional<Definitions.Place> place = definitions.find(keys);
            if (place.isPresent()
                    && WitName.isInterface(place.get().owner())
                    && !place.get().owner().equals(scope.id())) {
                use(place.get(), name);
                return;
            }
            text.space();
            if (place.isPresent() && !place.get().name().equals(name)) {
                text.line("type " + WitName.escape(name) + " = "
                        + WitName.escape(place.get().name()) + ";");
            } else if (item instanceof ExternType.ResourceExtern) {
                resource(text, name);
            } else if (item instanceof ExternType.ValueTypeExtern value) {
                declaration(text, name, value.type());
            }
        });
    }

    private void use(Definitions.Place place, String name) {
        String original = WitName.escape(place.name());
        String here = WitName.escape(name);
        used.computeIfAbsent(place.owner(), any -> new LinkedHashSet<>())
                .add(original.equals(here) ? here : original + " as " + here);
    }

    private Optional<String> nameOf(List<Object> keys) {
        for (Object key : keys) {
            Optional<String> here = scope.nameOf(key);
            if (here.isPresent()) {
                return here.map(WitName::escape);
            }
        }
        Optional<Definitions.Place> place = definitions.find(keys);
        place.filter(one -> WitName.isInterface(one.owner()) && !one.owner().equals(scope.id()))
                .ifPresent(one -> use(one, one.name()));
        return place.map(one -> WitName.escape(one.name()));
    }

    private void declaration(Text text, String name, ValueType type) {
        String label = WitName.escape(name);
        switch (type) {
            case ValueType.RecordOf structure -> {
                text.open("record " + label);
                structure.fields().forEach(field -> text.line(words.field(field) + ","));
                text.close();
            }
            case ValueType.VariantOf variant -> {
                text.open("variant " + label);
                variant.cases()
                        .forEach(one -> text.line(WitName.escape(one.name())
                                + one.payload()
                                        .map(payload -> "(" + words.of(payload) + ")")
                                        .orElse("")
                                + ","));
                text.close();
            }
            case ValueType.EnumOf names -> labels(text, "enum " + label, names.names());
            case ValueType.FlagsOf flags -> labels(text, "flags " + label, flags.names());
            default -> text.line("type " + label + " = " + words.of(type) + ";");
        }
    }

    private static void labels(Text text, String head, List<String> names) {
        text.open(head);
        names.forEach(name -> text.line(WitName.escape(name) + ","));
        text.close();
    }

    private void resource(Text text, String name) {
        List<String> own = members.getOrDefault(name, List.of());
        if (own.isEmpty()) {
            text.line("resource " + WitName.escape(name) + ";");
            return;
        }
        text.open("resource " + WitName.escape(name));
        own.forEach(text::line);
        text.close();
    }

    private void collectMembers() {
        scope.items().forEach((name, item) -> {
            if (!(item instanceof ExternType.FunctionExtern function)) {
                return;
            }
            Matcher constructor = CONSTRUCTOR.matcher(name);
            Matcher member = MEMBER.matcher(name);
            if (constructor.matches()) {
                members.computeIfAbsent(constructor.group(1), any -> new ArrayList<>())
                        .add(constructor(function.type()));
            } else if (member.matches()) {
                boolean method = member.group(1).equals("method");
                members.computeIfAbsent(member.group(2), any -> new ArrayList<>())
                        .add(WitName.escape(member.group(3)) + ": " + (method ? "" : "static ")
                                + words.function(function.type(), method ? 1 : 0) + ";");
            }
        });
    }

    private String constructor(FunctionType type) {
        boolean fallible =
                type.result().filter(ValueType.ResultOf.class::isInstance).isPresent();
        return "constructor(" + words.parameters(type, 0) + ")"
                + (fallible ? " -> " + words.of(type.result().orElseThrow()) : "") + ";";
    }

    /**
     * Prints functions that belong to no resource, and what WIT has no words for.
     *
     * @param how what stands before each of them
     */
    void functions(Text text, String how, Map<String, ExternType> items) {
        items.forEach((name, item) -> {
            if (text.full()) {
                return;
            }
            switch (item) {
                case ExternType.FunctionExtern function -> function(text, how, name, function.type());
                case ExternType.InstanceExtern instance -> {
                    if (how.isEmpty()) {
                        text.comment(name + ": instance");
                    }
                }
                case ExternType.OtherExtern other -> {
                    if (how.isEmpty()) {
                        text.comment(name + ": " + other.kind());
                    }
                }
                case ExternType.ValueTypeExtern type -> {}
                case ExternType.ResourceExtern resource -> {}
            }
        });
    }

    private void function(Text text, String how, String name, FunctionType type) {
        if (how.isEmpty()) {
            text.space();
        }
        String label = name.startsWith(ASYNC) ? name.substring(ASYNC.length()) : name;
        if (WitName.isLabel(label)) {
            text.line(how + WitName.escape(label) + ": " + words.function(type, 0) + ";");
        } else if (!label.startsWith("[")) {
            text.comment(how + name + ": " + words.function(type, 0));
        }
    }
}
