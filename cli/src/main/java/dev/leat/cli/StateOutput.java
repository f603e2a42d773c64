package dev.leat.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.StateStore.Change;
import dev.leat.operator.service.StateStore.Deleted;
import dev.leat.operator.service.StateStore.Found;
import dev.leat.operator.service.StateStore.Stored;
import java.io.PrintWriter;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How the commands on a state store tell what they found: as text, or as one JSON object a line. */
final class StateOutput {

    /** The forms that the user may ask for. */
    enum Form {
        TEXT,
        JSON
    }

    @Option(
            names = "--output",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "text, or one JSON object a line; bytes that are no UTF-8 are in base64 there.")
    private Form form = Form.TEXT;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    private PrintWriter out() {
        return command().commandLine().getOut();
    }

    private PrintWriter err() {
        return command().commandLine().getErr();
    }

    private CommandSpec command() {
        return Optional.ofNullable(spec).orElseThrow();
    }

    /** Answers the exit code. */
    int absent(String key) {
        if (form == Form.JSON) {
            json(with(object(), "key", Bytes.utf8(key)).putNull("value"));
        } else {
            err().println("there is no key '" + key + "'");
        }
        return 1;
    }

    /** @param printed whether the value goes to the output, too, where that is text */
    void value(Bytes key, Found found, boolean printed) {
        Bytes value = found.value().orElseThrow();
        if (form == Form.JSON) {
            ObjectNode node = with(object(), "key", key);
            if (printed) {
                with(node, "value", value);
            }
            json(version(node, found.version()));
        } else if (printed) {
            // The bytes as they are: what was stored comes out, and a line's end is for people.
            System.out.write(value.unsafeArray(), 0, value.length());
            if (System.console() != null && System.console().isTerminal()) {
                System.out.println();
            }
            System.out.flush();
        }
    }

    void stored(String key, Stored stored) {
        if (form == Form.JSON) {
            json(version(with(object(), "key", Bytes.utf8(key)).put("applied", stored.applied()), stored.version()));
        } else if (stored.applied()) {
            stored.version().ifPresent(out()::println);
        } else {
            err().println("the condition does not hold: '" + key + "' stays as it is");
        }
    }

    void deleted(String key, Deleted deleted) {
        if (form == Form.JSON) {
            json(version(with(object(), "key", Bytes.utf8(key)).put("deleted", deleted.count()), deleted.version()));
        } else if (deleted.count() == 1) {
            deleted.version().ifPresent(out()::println);
        } else {
            err().println(
                            deleted.count() == 0
                                    ? "there is no key '" + key + "'"
                                    : "'" + key + "' has another value, and stays");
        }
    }

    void key(Bytes key) {
        if (form == Form.JSON) {
            json(with(object(), "key", key));
        } else {
            out().println(key.asUtf8());
        }
    }

    /** Called by the store's thread. */
    void change(Change change) {
        if (form == Form.JSON) {
            ObjectNode node = with(object(), "key", change.key());
            if (change.value().isPresent()) {
                with(node, "value", change.value().get());
            } else {
                node.putNull("value");
            }
            json(version(node, Optional.of(change.version())));
        } else {
            out().println(change.version()
                    + change.value().map(value -> " SET " + value.asUtf8()).orElse(" DELETE"));
        }
    }

    private void json(ObjectNode node) {
        out().println(node);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode with(ObjectNode node, String name, Bytes bytes) {
        bytes.asStrictUtf8()
                .ifPresentOrElse(
                        text -> node.put(name, text),
                        () -> node.put(name + "Base64", Base64.getEncoder().encodeToString(bytes.unsafeArray())));
        return node;
    }

    private static ObjectNode version(ObjectNode node, Optional<Timestamp> version) {
        version.ifPresent(time -> node.put("version", time.toString()));
        return node;
    }
}
