package dev.leat.dataflow;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.List;
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
    private static final byte @Nullable [] PATTERN = pattern();

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
     * @return null where this Java cannot make classes
     */
    static @Nullable StepChain of(List<OperatorNode> nodes) {
        if (PATTERN == null) {
            return null;
        }
        Link link = null;
        for (OperatorNode node : nodes.reversed()) {
            link = link(new Link.Constants(node, node.step(), link));
        }
        return new StepChain(link, nodes.getLast());
    }

    private static Link link(Link.Constants constants) {
        try {
            MethodHandles.Lookup made = MethodHandles.lookup().defineHiddenClassWithClassData(PATTERN, constants, true);
            return (Link) made.lookupClass().getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("a link of a chain cannot be made", impossible);
        }
    }

    private static byte @Nullable [] pattern() {
        try (InputStream in = StepChain.class.getResourceAsStream("ConstantLink.class")) {
            if (in != null) {
                return in.readAllBytes();
            }
        } catch (IOException unreadable) {
            LOG.debug("no class file of chains", unreadable);
        }
        return null;
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
