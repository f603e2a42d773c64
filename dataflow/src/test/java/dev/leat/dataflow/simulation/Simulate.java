package dev.leat.dataflow.simulation;

/** Runs as many seeds as asked for: {@code ./check --simulate N [--seed S]}. */
public final class Simulate {

    private static final int MOST_SHOWN = 5;

    private Simulate() {}

    /**
     * Prints what failed, then how many.
     *
     * @param arguments how many seeds, and which one is the first
     */
    public static void main(String... arguments) {
        long seeds = Long.parseLong(arguments[0]);
        long first = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        long failed = 0;
        long shown = System.nanoTime();
        for (long i = 0; i < seeds; i++) {
            try {
                Simulation.run(first + i);
            } catch (AssertionError wrong) {
                failed++;
                System.out.println(failed <= MOST_SHOWN ? wrong.getMessage() : "seed " + (first + i) + " failed");
            }
            if (System.nanoTime() - shown > 5_000_000_000L) {
                shown = System.nanoTime();
                System.out.println("... " + (i + 1) + " of " + seeds + ", " + failed + " failed");
            }
        }
        System.out.println((seeds - failed) + " passed, " + failed + " failed");
        System.exit(failed == 0 ? 0 : 1);
    }
}
