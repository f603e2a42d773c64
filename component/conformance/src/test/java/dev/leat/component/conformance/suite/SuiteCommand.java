package dev.leat.component.conformance.suite;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One command of a script. */
sealed interface SuiteCommand {

    /** The line of the script that the command stands on. */
    int line();

    /** What the command does, for people. */
    String describe();

    /** A component, or a text that is to be one. */
    record Source(Path file, boolean text) {}

    /**
     * A call of an export.
     *
     * @param instance the name of the instance; empty for the one made last
     */
    record Action(Optional<String> instance, String field, List<SuiteValue> arguments) {}

    /** Compile; give it the name. */
    record Define(int line, Optional<String> name, Source source) implements SuiteCommand {
        @Override
        public String describe() {
            return "define " + name.orElse("");
        }
    }

    /** Compile and instantiate. */
    record DefineAndInstantiate(int line, Optional<String> name, Source source) implements SuiteCommand {
        @Override
        public String describe() {
            return "instantiate " + name.orElse("");
        }
    }

    /** Instantiate what was defined. */
    record Instantiate(int line, Optional<String> instance, Optional<String> definition) implements SuiteCommand {
        @Override
        public String describe() {
            return "instantiate " + definition.orElse("what was defined last");
        }
    }

    record AssertReturn(int line, Action action, List<SuiteValue> expected) implements SuiteCommand {
        @Override
        public String describe() {
            return action.field() + " returns";
        }
    }

    /**
     * Call, and trap.
     *
     * @param text the trap's message in wasmtime's words
     */
    record AssertTrap(int line, Action action, String text) implements SuiteCommand {
        @Override
        public String describe() {
            return action.field() + " traps: " + text;
        }
    }

    /**
     * Refuse.
     *
     * @param malformed whether it breaks the format, not a rule of validation
     */
    record AssertRefused(int line, Source source, String text, boolean malformed) implements SuiteCommand {
        @Override
        public String describe() {
            return (malformed ? "malformed: " : "invalid: ") + text;
        }
    }

    /**
     * Reads a command.
     *
     * @throws IllegalArgumentException where the command is of a kind that no script had when this was written
     */
    static SuiteCommand read(Path folder, JsonNode node) {
        int line = node.get("line").asInt();
        String type = node.get("type").asText();
        return switch (type) {
            case "module_definition" -> new Define(line, text(node, "name"), source(folder, node));
            case "module" -> new DefineAndInstantiate(line, text(node, "name"), source(folder, node));
            case "module_instance" -> new Instantiate(line, text(node, "instance"), text(node, "module"));
            case "assert_return" ->
                new AssertReturn(line, action(node.get("action")), SuiteValue.readAll(node.get("expected")));
            case "assert_trap" ->
                new AssertTrap(
                        line, action(node.get("action")), node.get("text").asText());
            case "assert_invalid", "assert_malformed" ->
                new AssertRefused(
                        line, source(folder, node), node.get("text").asText(), type.equals("assert_malformed"));
            default -> throw new IllegalArgumentException("a script has the unknown command " + type);
        };
    }

    private static Source source(Path folder, JsonNode node) {
        return new Source(
                folder.resolve(node.get("filename").asText()),
                node.path("module_type").asText().equals("text"));
    }

    private static Action action(JsonNode node) {
        if (!node.get("type").asText().equals("invoke")) {
            throw new IllegalArgumentException("a script has the unknown action " + node);
        }
        return new Action(text(node, "module"), node.get("field").asText(), SuiteValue.readAll(node.get("args")));
    }

    private static Optional<String> text(JsonNode node, String field) {
        return Optional.ofNullable(node.get(field)).filter(one -> !one.isNull()).map(JsonNode::asText);
    }
}
