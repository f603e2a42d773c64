package dev.leat.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Small JSON trees of few keys, so that paths often hit. */
final class Trees {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Trees() {}

    static Arbitrary<Object> any() {
        return any(3);
    }

    static Arbitrary<Map<String, Object>> objects() {
        return Arbitraries.maps(keys(), any(3)).ofMaxSize(3);
    }

    static Arbitrary<String> keys() {
        return Arbitraries.of("a", "b", "c");
    }

    private static Arbitrary<Object> any(int depth) {
        Arbitrary<Object> leaves = Arbitraries.of(0, 1, 2.5, true, "a", "");
        if (depth == 0) {
            return leaves;
        }
        return Arbitraries.oneOf(
                leaves,
                Arbitraries.maps(keys(), any(depth - 1)).ofMaxSize(3).map(Object.class::cast),
                any(depth - 1).list().ofMaxSize(3).map(Object.class::cast));
    }

    static String json(Object tree) throws JsonProcessingException {
        return MAPPER.writeValueAsString(tree);
    }

    static JsonNode node(Object tree) {
        return MAPPER.valueToTree(tree);
    }
}
