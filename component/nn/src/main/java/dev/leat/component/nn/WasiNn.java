package dev.leat.component.nn;

import dev.leat.component.model.Component;
import dev.leat.component.model.HostContext;
import dev.leat.component.model.HostFunction;
import dev.leat.component.model.Linker;
import dev.leat.component.model.Result;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Gives {@code wasi:nn} to components. */
public final class WasiNn {

    private static final String PREFIX = "wasi:nn/";
    private static final String VERSION = "@0.2.0-rc-2024-10-28";

    private WasiNn() {}

    /**
     * Provides {@code wasi:nn} to the components linked from now on. Each of their instances needs an {@link NnContext} of
     * its own among its state. Nothing of ONNX Runtime is loaded by it.
     */
    public static void addTo(Linker linker) {
        linker.instance(PREFIX + "errors" + VERSION)
                .weighedResource("error", NnError.class, NnError::weight, dropped -> {})
                .function("[method]error.code", (context, arguments) -> word(((NnError) arguments[0]).code()))
                .function("[method]error.data", (context, arguments) -> ((NnError) arguments[0]).data());
        linker.instance(PREFIX + "tensor" + VERSION)
                .weighedResource(
                        "tensor",
                        Tensor.class,
                        Tensor::weight,
                        dropped -> dropped.drop().run())
                .function(
                        "[constructor]tensor",
                        List.of(Object.class, Object.class, MemorySegment.class),
                        Tensor.class,
                        WasiNn::newTensor)
                .function("[method]tensor.dimensions", (context, arguments) -> dimensions((Tensor) arguments[0]))
                .function(
                        "[method]tensor.ty",
                        (context, arguments) -> ((Tensor) arguments[0]).type().name())
                .function(
                        "[method]tensor.data",
                        List.of(Tensor.class),
                        MemorySegment.class,
                        (context, arguments) -> ((Tensor) arguments[0]).data());
        linker.instance(PREFIX + "graph" + VERSION)
                .weighedResource("graph", NnGraph.class, NnGraph::weight, NnGraph::drop)
                .function("load", fallible(WasiNn::load))
                .function("load-by-name", fallible(WasiNn::loadByName))
                .function(
                        "[method]graph.init-execution-context",
                        fallible((context, arguments) -> nn(context).newExecution((NnGraph) arguments[0])));
        linker.instance(PREFIX + "inference" + VERSION)
                .resource("graph-execution-context", NnExecution.class, NnExecution::drop)
                .function("[method]graph-execution-context.compute", fallible(WasiNn::compute));
    }

    /** Whether the component imports an interface of {@code wasi:nn}. */
    public static boolean isImportedBy(Component component) {
        return component.imports().keySet().stream().anyMatch(name -> name.startsWith(PREFIX));
    }

    /** A function that answers with an error of the interface where it throws one. */
    @FunctionalInterface
    private interface Fallible {
        Object call(HostContext context, Object[] arguments) throws NnException;
    }

    private static HostFunction fallible(Fallible function) {
        return (context, arguments) -> {
            try {
                return Result.ok(function.call(context, arguments));
            } catch (NnException failure) {
                return Result.err(nn(context).error(failure));
            }
        };
    }

    private static NnContext nn(HostContext context) {
        return context.state(NnContext.class);
    }

    private static Tensor newTensor(HostContext context, Object[] arguments) {
        long[] dimensions = ((List<?>) arguments[0])
                .stream().mapToLong(one -> ((Number) one).longValue()).toArray();
        return nn(context)
                .newTensor(dimensions, TensorType.valueOf(constant(arguments[1])), (MemorySegment) arguments[2]);
    }

    private static List<Long> dimensions(Tensor tensor) {
        return Arrays.stream(tensor.dimensions()).boxed().toList();
    }

    private static Object load(HostContext context, Object[] arguments) throws NnException {
        NnContext nn = nn(context);
        nn.requireRoomForGraph();
        List<byte[]> parts =
                ((List<?>) arguments[0]).stream().map(byte[].class::cast).toList();
        return nn.add(new NnGraph(
                nn,
                nn.inference()
                        .load(
                                parts,
                                GraphEncoding.valueOf(constant(arguments[1])),
                                ExecutionTarget.valueOf(constant(arguments[2])),
                                context.nanosLeft())));
    }

    private static Object loadByName(HostContext context, Object[] arguments) throws NnException {
        NnContext nn = nn(context);
        nn.requireRoomForGraph();
        return nn.add(new NnGraph(nn, nn.inference().loadByName((String) arguments[0], context.nanosLeft())));
    }

    /** The tensors that it is given are its own: the guest has them no more. */
    private static Object compute(HostContext context, Object[] arguments) throws NnException {
        List<NamedTensor> inputs = ((List<?>) arguments[1])
                .stream()
                        .map(one -> (List<?>) one)
                        .map(pair -> new NamedTensor((String) pair.get(0), (Tensor) pair.get(1)))
                        .toList();
        try {
            return ((NnExecution) arguments[0])
                    .compute(inputs, context.nanosLeft()).stream()
                            .map(one -> List.of(one.name(), one.tensor()))
                            .toList();
        } finally {
            inputs.forEach(input -> input.tensor().drop().run());
        }
    }

    private static String word(ErrorCode code) {
        return code.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The Java constant of a case that came as text. */
    private static String constant(Object word) {
        return ((String) word).toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
