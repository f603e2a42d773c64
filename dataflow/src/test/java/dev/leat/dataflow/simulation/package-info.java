/**
 * The kernel's main test: a simulator that drives workers, clocks, sources, sinks and a disk from one seed, with crashes,
 * and compares what comes out with a reference that sorts everything first.
 */
@NullMarked
package dev.leat.dataflow.simulation;

import org.jspecify.annotations.NullMarked;
