package dev.leat.dataflow;

import dev.leat.dataflow.Dataflow.Feed;
import dev.leat.dataflow.Dataflow.Kind;
import dev.leat.dataflow.Dataflow.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the parts of a worker from a dataflow: its flows, and its operations connected to each other. */
final class Assembly {

    final List<Flow> flows = new ArrayList<>();
    final List<SourceNode> sources = new ArrayList<>();
    final List<OperatorNode> operators = new ArrayList<>();
    final List<SinkNode> sinks = new ArrayList<>();

    /** In the order of the graph; the dead letters last. */
    final List<Node> nodes = new ArrayList<>();

    private final WorkerOptions options;
    private final @Nullable Observer observer;
    private final Map<String, Flow> flowOf = new LinkedHashMap<>();
    private final Map<String, Port[][]> outputsOf = new LinkedHashMap<>();

    /** How many ports of each output are there already. */
    private final Map<String, int[]> filledOf = new LinkedHashMap<>();

    private final Map<String, Set<SourceNode>> sourcesOf = new LinkedHashMap<>();

    Assembly(Dataflow dataflow, WorkerOptions options, WorkerContext context) {
        this.options = options;
        this.observer = options.observer().orElse(null);
        part(dataflow.operations());
        makeOutputs(dataflow.operations());
        for (Operation operation : dataflow.operations()) {
            add(operation, context);
        }
    }

    private void makeOutputs(List<Operation> operations) {
        for (Operation operation : operations) {
            outputsOf.put(operation.name(), new Port[operation.arms().size()][]);
            filledOf.put(operation.name(), new int[operation.arms().size()]);
        }
        for (Operation operation : operations) {
            operation.feeds().forEach(feed -> of(filledOf, feed.from())[feed.output()]++);
        }
        for (Operation operation : operations) {
            Port[][] outputs = of(outputsOf, operation.name());
            int[] filled = of(filledOf, operation.name());
            for (int output = 0; output < outputs.length; output++) {
                outputs[output] = new Port[filled[output]];
                filled[output] = 0;
            }
        }
    }

    /** Operations that are connected, however far apart, share a flow. */
    private void part(List<Operation> operations) {
        for (Operation operation : operations) {
            Flow flow = null;
            for (Feed feed : operation.feeds()) {
                Flow other = flowOf.get(feed.from());
                if (flow == null) {
                    flow = other;
                } else if (other != null && other != flow) {
                    Flow kept = flow;
                    flowOf.replaceAll((name, one) -> one == other ? kept : one);
                }
            }
            flowOf.put(operation.name(), flow == null ? new Flow(observer) : flow);
        }
        flows.addAll(new LinkedHashSet<>(flowOf.values()));
    }

    private void add(Operation operation, WorkerContext context) {
        String name = operation.name();
        int index = nodes.size();
        Flow flow = of(flowOf, name);
        Port[][] outputs = of(outputsOf, name);
        Set<SourceNode> reaching = new LinkedHashSet<>();
        operation.feeds().forEach(feed -> reaching.addAll(of(sourcesOf, feed.from())));
        switch (operation.kind()) {
            case Kind.OfSource(var supplier) -> {
                SourceNode source = new SourceNode(
                        name, index, context, supplier, flow, outputs, options.inboxCapacity(), options.time());
                flow.sources().add(source);
                reaching.add(source);
                sources.add(source);
                nodes.add(source);
            }
            case Kind.OfOperator(var supplier) -> {
                Agenda.Reach reach = flow.agenda().reach(List.copyOf(reaching));
                OperatorNode operator = new OperatorNode(name, index, context, supplier, flow, reach, outputs);
                operators.add(operator);
                nodes.add(operator);
                connect(operation, operator);
            }
            case Kind.OfSink(var supplier) -> {
                SinkNode sink = new SinkNode(name, index, context, supplier, List.of(flow), options.sinkCapacity());
                sinks.add(sink);
                nodes.add(sink);
                connect(operation, sink);
            }
        }
        sourcesOf.put(name, reaching);
    }

    private void connect(Operation operation, ConsumerNode consumer) {
        for (int input = 0; input < operation.feeds().size(); input++) {
            Feed feed = operation.feeds().get(input);
            int place = of(filledOf, feed.from())[feed.output()]++;
            of(outputsOf, feed.from())[feed.output()][place] = new Port(consumer, input);
        }
    }

    /** Makes the place that lost records go to. */
    SinkNode addDeadLetters(String name, Kind.OfSink kind, WorkerContext context) {
        SinkNode deadLetters =
                new SinkNode(name, nodes.size(), context, kind.supplier(), flows, options.sinkCapacity());
        sinks.add(deadLetters);
        nodes.add(deadLetters);
        return deadLetters;
    }

    private static <T> T of(Map<String, T> map, String name) {
        T value = map.get(name);
        if (value == null) {
            throw new IllegalStateException("no operation " + name);
        }
        return value;
    }
}
