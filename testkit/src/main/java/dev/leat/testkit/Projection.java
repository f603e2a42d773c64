package dev.leat.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of a record that a case compares: first what {@code ignores} names is dropped, then what {@code select} names
 * is kept, and all if it names nothing.
 *
 * <p>Arrays: where paths enter the elements of an array, the array keeps its length, and an element in which none of
 * them finds anything is kept as {@code {}}; where they name elements by index, those elements are kept, or dropped, and
 * the others close up.
 */
record Projection(List<DotPath> select, List<DotPath> ignores) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    Projection {
        select = List.copyOf(select);
        ignores = List.copyOf(ignores);
    }

    /** What is compared of a record; an empty object where nothing is. */
    JsonNode of(JsonNode record) {
        JsonNode rest = without(record, segments(ignores));
        return select.isEmpty() ? rest : only(rest, segments(select)).orElseGet(NODES::objectNode);
    }

    /** Whether a path finds something in a record. */
    static boolean finds(DotPath path, JsonNode record) {
        return only(record, segments(List.of(path))).isPresent();
    }

    private static List<List<String>> segments(List<DotPath> paths) {
        return paths.stream().map(DotPath::segments).toList();
    }

    /** The node without what the paths name. */
    private static JsonNode without(JsonNode node, List<List<String>> paths) {
        if (paths.isEmpty()) {
            return node;
        }
        return switch (node) {
            case ObjectNode object -> withoutKeys(object, byHead(paths));
            case ArrayNode array -> withoutElements(array, paths);
            default -> node;
        };
    }

    private static JsonNode withoutKeys(ObjectNode object, Map<String, List<List<String>>> byHead) {
        ObjectNode rest = NODES.objectNode();
        object.properties().forEach(field -> {
            List<List<String>> tails = byHead.getOrDefault(field.getKey(), List.of());
            if (!tails.contains(List.<String>of())) {
                rest.set(field.getKey(), without(field.getValue(), tails));
            }
        });
        return rest;
    }

    private static JsonNode withoutElements(ArrayNode array, List<List<String>> paths) {
        ArrayNode rest = NODES.arrayNode();
        for (int index = 0; index < array.size(); index++) {
            List<List<String>> tails = tails(paths, index);
            if (!tails.contains(List.<String>of())) {
                rest.add(without(array.get(index), tails));
            }
        }
        return rest;
    }

    /** What the paths name of the node; empty where they find nothing. */
    private static Optional<JsonNode> only(JsonNode node, List<List<String>> paths) {
        if (paths.contains(List.<String>of())) {
            return Optional.of(node);
        }
        return switch (node) {
            case ObjectNode object -> onlyKeys(object, byHead(paths));
            case ArrayNode array -> onlyElements(array, paths);
            default -> Optional.empty();
        };
    }

    private static Optional<JsonNode> onlyKeys(ObjectNode object, Map<String, List<List<String>>> byHead) {
        ObjectNode kept = NODES.objectNode();
        object.properties().forEach(field -> {
            List<List<String>> tails = byHead.get(field.getKey());
            if (tails != null) {
                only(field.getValue(), tails).ifPresent(found -> kept.set(field.getKey(), found));
            }
        });
        return kept.isEmpty() ? Optional.empty() : Optional.of(kept);
    }

    private static Optional<JsonNode> onlyElements(ArrayNode array, List<List<String>> paths) {
        boolean intoEach = paths.stream().anyMatch(path -> !isIndex(path.getFirst()));
        ArrayNode kept = NODES.arrayNode();
        boolean found = false;
        for (int index = 0; index < array.size(); index++) {
            Optional<JsonNode> element = only(array.get(index), tails(paths, index));
            found |= element.isPresent();
            if (element.isPresent() || intoEach) {
                kept.add(element.orElseGet(NODES::objectNode));
            }
        }
        return found ? Optional.of(kept) : Optional.empty();
    }

    /** What remains of the paths inside the element of an array. */
    private static List<List<String>> tails(List<List<String>> paths, int index) {
        List<List<String>> tails = new ArrayList<>();
        for (List<String> path : paths) {
            if (!isIndex(path.getFirst())) {
                tails.add(path);
            } else if (path.getFirst().equals(Integer.toString(index))) {
                tails.add(path.subList(1, path.size()));
            }
        }
        return tails;
    }

    private static boolean isIndex(String segment) {
        return segment.chars().allMatch(character -> character >= '0' && character <= '9');
    }

    private static Map<String, List<List<String>>> byHead(List<List<String>> paths) {
        Map<String, List<List<String>>> byHead = new LinkedHashMap<>();
        for (List<String> path : paths) {
            byHead.computeIfAbsent(path.getFirst(), _ -> new ArrayList<>()).add(path.subList(1, path.size()));
        }
        return byHead;
    }
}
