package dev.leat.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Graphs of any shape, written as YAML in any order and read back. */
class TopologicalOrderTest {

    private record Pair(String from, String to) {}

    /** Operations m0, m1, ... behind a source, and the pairs that are connected, always from a lower to a higher one. */
    private record Shape(List<String> operations, Set<Pair> pairs) {

        String yaml(List<String> operationOrder, List<Pair> pairOrder) {
            StringBuilder yaml =
                    new StringBuilder(Sample.SIMPLE.substring(0, Sample.SIMPLE.indexOf("  - operationType")));
            for (String name : operationOrder) {
                yaml.append(
                        switch (name) {
                            case "source", "sink" -> "  - { operationType: " + name + ", name: " + name + " }\n";
                            default -> "  - { operationType: map, name: " + name + ", module: 'm:1' }\n";
                        });
            }
            yaml.append("connections:\n");
            pairOrder.forEach(pair ->
                    yaml.append("  - { from: { name: " + pair.from() + " }, to: { name: " + pair.to() + " } }\n"));
            return yaml.toString();
        }
    }

    private static Shape shape(Random random) {
        List<String> names = new ArrayList<>(List.of("source"));
        int count = random.nextInt(30);
        for (int index = 0; index < count; index++) {
            names.add("m" + index);
        }
        names.add("sink");
        Set<Pair> pairs = new HashSet<>();
        for (int to = 1; to < names.size(); to++) {
            pairs.add(new Pair(names.get(random.nextInt(to)), names.get(to)));
        }
        for (int extra = random.nextInt(30); extra > 0; extra--) {
            int to = 1 + random.nextInt(names.size() - 1);
            pairs.add(new Pair(names.get(random.nextInt(to)), names.get(to)));
        }
        return new Shape(names, pairs);
    }

    private static <T> List<T> shuffled(Iterable<T> items, Random random) {
        List<T> list = new ArrayList<>();
        items.forEach(list::add);
        Collections.shuffle(list, random);
        return list;
    }

    @Property(tries = 300)
    void eachOperationComesAfterAllThatFeedIt(@ForAll("seeds") long seed) {
        Random random = new Random(seed);
        Shape shape = shape(random);
        List<String> written = shuffled(shape.operations(), random);
        String yaml = shape.yaml(written, shuffled(shape.pairs(), random));
        GraphDefinition definition = Sample.read(yaml).orThrow();

        List<String> order =
                definition.topologicalOrder().stream().map(Operation::name).toList();

        assertThat(order).containsExactlyInAnyOrderElementsOf(shape.operations());
        assertThat(shape.pairs())
                .allSatisfy(pair -> assertThat(order.indexOf(pair.from())).isLessThan(order.indexOf(pair.to())));
        assertThat(Sample.read(yaml).orThrow().topologicalOrder()).isEqualTo(definition.topologicalOrder());
        assertThat(definition.operations()).extracting(Operation::name).isEqualTo(written);
        Set<Pair> outputs = new HashSet<>();
        definition
                .operations()
                .forEach(operation -> definition
                        .outputs(operation)
                        .forEach(connection -> outputs.add(new Pair(connection.from(), connection.to()))));
        Set<Pair> inputs = new HashSet<>();
        definition
                .operations()
                .forEach(operation -> definition
                        .inputs(operation)
                        .forEach(connection -> inputs.add(new Pair(connection.from(), connection.to()))));
        assertThat(outputs).isEqualTo(shape.pairs());
        assertThat(inputs).isEqualTo(shape.pairs());
    }

    @Property(tries = 300)
    void oneConnectionBackIsACycle(@ForAll("seeds") long seed) {
        Random random = new Random(seed);
        Shape shape = shape(random);
        List<Pair> inner = shape.pairs().stream()
                .filter(pair -> !pair.from().equals("source") && !pair.to().equals("sink"))
                .toList();
        if (inner.isEmpty()) {
            return;
        }
        Pair pair = inner.get(random.nextInt(inner.size()));
        List<Pair> pairs = shuffled(shape.pairs(), random);
        pairs.add(new Pair(pair.to(), pair.from()));
        assertThat(Sample.findings(shape.yaml(shuffled(shape.operations(), random), pairs)))
                .anyMatch(finding -> finding.endsWith("error CYCLE"));
    }

    @Provide
    Arbitrary<Long> seeds() {
        return Arbitraries.longs();
    }
}
