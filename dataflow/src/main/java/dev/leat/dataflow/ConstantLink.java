package dev.leat.dataflow;

import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * The pattern of which {@link StepChain} makes a hidden class for each link. What differs between links is constants of
 * their classes, so that the compiler knows which step is called, and which link comes next, and puts one into the other.
 * This class itself is never initialized.
 */
final class ConstantLink implements Link {

    private static final Constants CONSTANTS = constants();
    private static final OperatorNode NODE = CONSTANTS.node();
    private static final Step STEP = CONSTANTS.step();
    private static final @Nullable Link NEXT = CONSTANTS.next();

    private static Constants constants() {
        try {
            return MethodHandles.classData(MethodHandles.lookup(), ConstantDescs.DEFAULT_NAME, Constants.class);
        } catch (IllegalAccessException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    @Override
    public @Nullable Record take(Record record) {
        Record result = NODE.take(STEP, record);
        if (result == null || NEXT == null) {
            return result;
        }
        NODE.observePassing(result);
        return NEXT.take(result);
    }
}
