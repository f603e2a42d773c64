package dev.leat.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/** The bare shape of a graph: nodes are numbers from 0. Nothing here recurses, so that no graph is too deep. */
final class Digraph {

    private static final int MOST_CYCLES = 20;

    private final List<List<Integer>> successors = new ArrayList<>();

    Digraph(int nodes) {
        for (int node = 0; node < nodes; node++) {
            successors.add(new ArrayList<>());
        }
    }

    void connect(int from, int to) {
        successors.get(from).add(to);
    }

    int size() {
        return successors.size();
    }

    List<Integer> successors(int node) {
        return Collections.unmodifiableList(successors.get(node));
    }

    /** All nodes with each after its predecessors, the least free one first; empty where there is a cycle. */
    Optional<List<Integer>> topologicalOrder() {
        int[] waitingFor = new int[size()];
        successors.forEach(nodes -> nodes.forEach(node -> waitingFor[node]++));
        PriorityQueue<Integer> free = new PriorityQueue<>();
        for (int node = 0; node < size(); node++) {
            if (waitingFor[node] == 0) {
                free.add(node);
            }
        }
        List<Integer> order = new ArrayList<>();
        while (!free.isEmpty()) {
            int node = free.remove();
            order.add(node);
            for (int successor : successors.get(node)) {
                waitingFor[successor]--;
                if (waitingFor[successor] == 0) {
                    free.add(successor);
                }
            }
        }
        return order.size() == size() ? Optional.of(order) : Optional.empty();
    }

    /** The nodes that can be reached from the given ones, these included. */
    BitSet reachableFrom(BitSet start) {
        BitSet reached = (BitSet) start.clone();
        Deque<Integer> pending = new ArrayDeque<>();
        start.stream().forEach(pending::add);
        while (!pending.isEmpty()) {
            for (int successor : successors.get(pending.remove())) {
                if (!reached.get(successor)) {
                    reached.set(successor);
                    pending.add(successor);
                }
            }
        }
        return reached;
    }

    /**
     * Cycles, each as the nodes in the order of the way round: some where there are any, at most {@value #MOST_CYCLES},
     * and none that shares all its nodes with those before it.
     */
    List<List<Integer>> cycles() {
        List<List<Integer>> cycles = new ArrayList<>();
        BitSet inCycle = new BitSet();
        BitSet done = new BitSet();
        int[] place = new int[size()];
        Arrays.fill(place, -1);
        for (int start = 0; start < size() && cycles.size() < MOST_CYCLES; start++) {
            if (!done.get(start)) {
                search(start, done, place, inCycle, cycles);
            }
        }
        return cycles;
    }

    /** Depth first from one node; {@code place} is where a node stands on the current path, or -1. */
    private void search(int start, BitSet done, int[] place, BitSet inCycle, List<List<Integer>> cycles) {
        List<Integer> path = new ArrayList<>(List.of(start));
        List<Integer> nextSuccessor = new ArrayList<>(List.of(0));
        place[start] = 0;
        while (!path.isEmpty() && cycles.size() < MOST_CYCLES) {
            int depth = path.size() - 1;
            int node = path.get(depth);
            int next = nextSuccessor.get(depth);
            if (next == successors.get(node).size()) {
                done.set(node);
                place[node] = -1;
                path.removeLast();
                nextSuccessor.removeLast();
                continue;
            }
            nextSuccessor.set(depth, next + 1);
            int successor = successors.get(node).get(next);
            if (place[successor] >= 0) {
                if (!inCycle.get(node) || !inCycle.get(successor)) {
                    List<Integer> cycle = List.copyOf(path.subList(place[successor], path.size()));
                    cycle.forEach(inCycle::set);
                    cycles.add(cycle);
                }
            } else if (!done.get(successor)) {
                place[successor] = path.size();
                path.add(successor);
                nextSuccessor.add(0);
            }
        }
    }
}
