package dev.leat.dataflow;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps in a row as one piece of code. Between them, the compiler then makes no objects of the records that only go from
 * one to the next.
 */
final class StepChain {

    /** The compiler puts calls into each other to a depth of 15, and the steps' own calls want some of that. */
    static final int MOST = 8;

    /**
     * So many records a step takes by itself before it becomes part of a chain, which costs a class and its compilation.
     * Tests set less.
     */
    static final int AFTER = Integer.getInteger("leat.dataflow.chain-after", 1 << 14);

    private static final Logger LOG = LoggerFactory.getLogger(StepChain.class);

    private final Link first;
    private final OperatorNode last;

    private StepChain(Link first, OperatorNode last) {
        this.first = first;
        this.last = last;
    }

    /**
     * The chain of these operators, whose steps are made.
     *
     * @param nodes 1 to {@link #MOST}
     * @return null where it cannot be made: the steps work without it
     */
    static @Nullable StepChain of(List<OperatorNode> nodes) {
        try {
            byte[] pattern = pattern();
            Link link = null;
            for (OperatorNode node : nodes.reversed()) {
                link = link(pattern, new Link.Constants(node, node.step(), link));
            }
            return new StepChain(Objects.requireNonNull(link), nodes.getLast());
        } catch (Throwable impossible) {
            // Such as a full metaspace. What follows says whether more than this is amiss.
            LOG.warn(
                    "the steps from '{}' to '{}' go on without being one piece of code: {}",
                    nodes.getFirst().name(),
                    nodes.getLast().name(),
                    impossible.toString());
            return null;
        }
    }

    private static Link link(byte[] pattern, Link.Constants constants) throws ReflectiveOperationException {
        MethodHandles.Lookup made = MethodHandles.lookup().defineHiddenClassWithClassData(pattern, constants, true);
        return (Link) made.lookupClass().getDeclaredConstructor().newInstance();
    }

    private static byte[] pattern() throws IOException {
        try (InputStream in = StepChain.class.getResourceAsStream("ConstantLink.class")) {
            if (in == null) {
                throw new IOException("there is no class file of a link");
            }
            return in.readAllBytes();
        }
    }

    /** Takes a record through all steps; null where nothing comes of it. */
    @Nullable
    Record take(Record record) {
        return first.take(record);
    }

    OperatorNode last() {
        return last;
    }
}
