package dev.leat.service.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.StateStore;
import dev.leat.operator.service.StateStore.Condition;
import dev.leat.operator.service.StateStore.SetOptions;
import dev.leat.operator.service.StateStoreException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values to begin with: a JSON array of objects of one entry each, as {@code statestore.json} beside a graph. Keys
 * and texts are stored as UTF-8; a value that is no text is stored as JSON.
 */
public final class StatePreload {

    /** The largest file that is read. */
    private static final long MOST_BYTES = 64L << 20;

    private static final String FORM = "write [{\"key\": \"value\"}, {\"key2\": \"value2\"}]";
    private static final SetOptions WHERE_ABSENT = new SetOptions(Condition.ABSENT, Optional.empty(), Optional.empty());

    private record Item(Bytes key, Bytes value, String place) {}

    private final List<Item> items;

    private StatePreload(List<Item> items) {
        this.items = List.copyOf(items);
    }

    /**
     * Reads a file.
     *
     * @throws StateException {@link StateProblem#PRELOAD} with file, line and column
     */
    public static StatePreload read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new StateException(
                        StateProblem.PRELOAD, file + ": the file is larger than " + (MOST_BYTES >> 20) + " MiB");
            }
            try (JsonParser parser = new JsonFactory().createParser(Files.readAllBytes(file))) {
                return new StatePreload(items(file, parser));
            }
        } catch (JsonProcessingException notJson) {
            throw refused(file, notJson.getLocation(), "this is no JSON: " + reason(notJson));
        } catch (IOException unreadable) {
            throw new StateException(
                    StateProblem.PRELOAD, file + ": the file cannot be read: " + unreadable, unreadable);
        }
    }

    /** How many keys there are. */
    public int size() {
        return items.size();
    }

    /**
     * Sets the keys that the store does not have; others stay as they are.
     *
     * @return how many were set
     * @throws StateException where the store refuses one
     */
    public int into(StateStore store) {
        int set = 0;
        for (Item item : items) {
            try {
                set += store.set(item.key(), item.value(), WHERE_ABSENT, StateStore.DEFAULT_TIMEOUT)
                                .applied()
                        ? 1
                        : 0;
            } catch (StateStoreException refused) {
                if (refused.reason() != StateStoreException.Reason.REQUEST) {
                    throw new StateException(
                            StateProblem.UNUSABLE,
                            "the state store does not answer, and " + item.place() + " is to be set in it: "
                                    + refused.getMessage(),
                            refused);
                }
                throw new StateException(
                        StateProblem.PRELOAD,
                        item.place() + ": the state store does not take this entry: " + refused.getMessage(),
                        refused);
            }
        }
        return set;
    }

    private static List<Item> items(Path file, JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw refused(file, at(parser), "the file is no list; " + FORM);
        }
        List<Item> items = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonLocation object = parser.currentTokenLocation();
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw refused(file, object, "an object with one entry is expected; " + FORM);
            }
            if (parser.nextToken() != JsonToken.FIELD_NAME) {
                throw refused(file, object, "this object has no entry; " + FORM);
            }
            JsonLocation place = parser.currentTokenLocation();
            String key = parser.currentName();
            if (key.isEmpty()) {
                throw refused(file, place, "the key is empty; write at least one character");
            }
            if (!keys.add(key)) {
                throw refused(file, place, "the key '" + key + "' is there twice; leave one out");
            }
            requireText(file, place, key);
            items.add(new Item(Bytes.utf8(key), value(file, parser), place(file, place)));
            if (parser.nextToken() != JsonToken.END_OBJECT) {
                throw refused(
                        file, parser.currentTokenLocation(), "this object has more than one entry; give each its own");
            }
        }
        if (parser.nextToken() != null) {
            throw refused(file, parser.currentTokenLocation(), "there is something behind the list");
        }
        return items;
    }

    private static Bytes value(Path file, JsonParser parser) throws IOException {
        return switch (parser.nextToken()) {
            case VALUE_STRING -> {
                requireText(file, parser.currentTokenLocation(), parser.getText());
                yield Bytes.utf8(parser.getText());
            }
            case VALUE_NULL ->
                throw refused(file, parser.currentTokenLocation(), "null is no value; leave the entry out");
            default -> {
                StringWriter json = new StringWriter();
                try (JsonGenerator generator = new JsonFactory().createGenerator(json)) {
                    generator.copyCurrentStructureExact(parser);
                }
                yield Bytes.utf8(json.toString());
            }
        };
    }

    /** Half of a character cannot be stored. */
    private static void requireText(Path file, JsonLocation place, String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw refused(file, place, "this text has half of a character (a lone surrogate)");
        }
    }

    /** Without the parser's words about its input, which is a file with a name. */
    private static String reason(JsonProcessingException notJson) {
        return notJson.getOriginalMessage().replaceAll(" \\(start marker at .*", "");
    }

    private static JsonLocation at(JsonParser parser) {
        return parser.currentToken() == null ? parser.currentLocation() : parser.currentTokenLocation();
    }

    private static StateException refused(Path file, @Nullable JsonLocation location, String reason) {
        return new StateException(StateProblem.PRELOAD, place(file, location) + ": " + reason);
    }

    private static String place(Path file, @Nullable JsonLocation location) {
        return location == null ? file.toString() : file + ":" + location.getLineNr() + ":" + location.getColumnNr();
    }
}
