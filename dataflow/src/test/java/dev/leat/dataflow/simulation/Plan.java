package dev.leat.dataflow.simulation;

import java.util.List;

/**
 * A graph, as data: both the dataflow and the reference are made from it.
 *
 * @param places operations, each after those that feed it
 * @param deadLetters where lost records go: its name is {@link #DEAD}
 */
record Plan(
        List<String> sources, List<Place> places, List<Outlet> outlets, boolean deadLetters, boolean deadRestorable) {

    /** The dead letters' name. */
    static final String DEAD = "dead";

    /** Where an input comes from; the empty arm is the only one. */
    record Feed(String from, String arm) {}

    record Place(String name, Step step, List<Feed> feeds) {}

    /**
     * A sink.
     *
     * @param restorable it can go back to where it was
     * @param failing one in so many records can never be delivered; 0: all can
     */
    record Outlet(String name, boolean restorable, long salt, int failing, List<Feed> feeds) {

        boolean fails(String text) {
            return failing > 0 && Text.choice(salt, text, failing) == 0;
        }
    }

    /** What an operation does. */
    sealed interface Step {

        /**
         * Another value.
         *
         * @param failing one in so many records is refused; 0: none is
         */
        record Map(long salt, int failing) implements Step {}

        record Filter(long salt) implements Step {}

        record Branch(long salt) implements Step {}

        /** Emits none to {@code most} of each record, and refuses some after that. */
        record Copies(long salt, int most, int failing) implements Step {}

        record Concatenate() implements Step {}

        /** To the next multiple of a window. */
        record Window(long millis) implements Step {}

        /** By so many milliseconds; a negative number is an attempt to go back. */
        record Shift(long millis) implements Step {}

        /** Keeps each record for so many milliseconds of its time. */
        record Hold(long millis) implements Step {}

        /**
         * Groups of those of one time.
         *
         * @param whole whether a group that fails does so as a whole, and not batch by batch
         */
        record Accumulate(long salt, int batch, int failing, boolean whole) implements Step {

            boolean fails(String group, String firstOfBatch) {
                return failing > 0
                        && Text.choice(salt, whole ? group : group + Text.header(firstOfBatch), failing) == 0;
            }
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        places.forEach(place -> text.append("\n  ")
                .append(place.name())
                .append(": ")
                .append(place.step())
                .append(" of ")
                .append(names(place.feeds())));
        outlets.forEach(outlet -> text.append("\n  ")
                .append(outlet.name())
                .append(outlet.restorable() ? " (goes back)" : " (plain)")
                .append(outlet.failing() > 0 ? " (fails on some)" : "")
                .append(" of ")
                .append(names(outlet.feeds())));
        return text.append(deadLetters ? "\n  dead letters" : "").toString();
    }

    private static List<String> names(List<Feed> feeds) {
        return feeds.stream()
                .map(feed -> feed.from() + (feed.arm().isEmpty() ? "" : "." + feed.arm()))
                .toList();
    }
}
