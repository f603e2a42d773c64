package dev.leat.dataflow.simulation;

import dev.leat.dataflow.LatePolicy;
import dev.leat.dataflow.Operators;
import dev.leat.dataflow.simulation.Plan.Feed;
import dev.leat.dataflow.simulation.Plan.Outlet;
import dev.leat.dataflow.simulation.Plan.Place;
import dev.leat.dataflow.simulation.Plan.Step;
import dev.leat.dataflow.simulation.Scenario.Arrival;
import dev.leat.dataflow.simulation.Scenario.Ending;
import dev.leat.dataflow.simulation.Scenario.Feeder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Makes a scenario of a seed. */
final class Scenarios {

    /** No more copies of one source record than this reach one place: paths through diamonds multiply. */
    private static final int MOST_COPIES = 10;

    private final SplittableRandom random;
    private final List<Feed> ends = new ArrayList<>();
    private final Map<String, Integer> copies = new HashMap<>();
    private final Set<String> feeding = new LinkedHashSet<>();

    private Scenarios(long seed) {
        this.random = new SplittableRandom(seed);
    }

    static Scenario of(long seed) {
        return new Scenarios(seed).make(seed);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private Scenario make(long seed) {
        boolean checkpoints = chance(85);
        int crashes = chance(60) ? 1 + random.nextInt(4) : 0;
        int stops = chance(25) ? 1 + random.nextInt(2) : 0;
        // A lawful chance to see that a crash leaves no trace needs all sources and sinks to be of that kind.
        int like = checkpoints ? random.nextInt(4) : 1;
        boolean interrupted = crashes > 0 || (stops > 0 && !checkpoints);
        boolean exact = !interrupted || like == 0;
        long lateness = chance(30) ? 0 : random.nextInt(60);
        Ending ending = List.of(Ending.values()).get(random.nextInt(3));
        boolean idle = ending == Ending.SILENCE || chance(20);
        boolean drifting = chance(15);
        // Which records are late is a matter of what came before them, and that of what a broker brings again.
        boolean late = exact && chance(40);
        List<Feeder> feeders = new ArrayList<>();
        int sources = 1 + random.nextInt(3);
        for (int i = 0; i < sources; i++) {
            boolean broker = like == 0 ? false : like == 1 ? true : chance(50);
            if (!checkpoints) {
                broker = chance(80);
            }
            feeders.add(feeder("s" + i, broker, lateness, late, drifting));
        }
        return new Scenario(
                seed,
                plan(feeders, exact, checkpoints, like),
                feeders,
                lateness,
                List.of(LatePolicy.values()).get(random.nextInt(3)),
                idle,
                drifting,
                chance(25),
                ending,
                checkpoints,
                crashes,
                stops);
    }

    private Feeder feeder(String name, boolean broker, long lateness, boolean late, boolean drifting) {
        int records = random.nextInt(chance(5) ? 300 : 40);
        int step = 1 + random.nextInt(chance(50) ? 3 : 30);
        long now = Scenario.BEGINNING + random.nextInt(100);
        List<Arrival> arrivals = new ArrayList<>(records);
        for (int i = 0; i < records; i++) {
            now += random.nextInt(step);
            long lag = lateness == 0 || chance(40) ? 0 : random.nextLong(lateness + 1);
            if (late && chance(10)) {
                lag += random.nextInt(200);
            }
            boolean far = drifting && chance(5);
            arrivals.add(new Arrival(
                    far ? Scenario.FAR + now : now - lag,
                    random.nextInt(3),
                    List.of("a", "b", "c").get(random.nextInt(3)),
                    chance(60),
                    name + "." + (chance(90) ? i : random.nextInt(i + 1))));
        }
        return new Feeder(name, broker, List.copyOf(arrivals));
    }

    private Plan plan(List<Feeder> feeders, boolean exact, boolean checkpoints, int like) {
        List<String> sources = feeders.stream().map(Feeder::name).toList();
        for (String source : sources) {
            ends.add(new Feed(source, ""));
            copies.put(source, 1);
        }
        List<Place> places = new ArrayList<>();
        int operations = random.nextInt(11);
        for (int i = 0; i < operations; i++) {
            places.add(place(i, exact));
        }
        List<Outlet> outlets = new ArrayList<>();
        int sinks = 1 + random.nextInt(3);
        for (int i = 0; i < sinks; i++) {
            List<Feed> feeds = feeds(1 + random.nextInt(3));
            if (i == sinks - 1) {
                List<Feed> all = new ArrayList<>(feeds);
                sources.stream()
                        .filter(source -> !feeding.contains(source))
                        .forEach(source -> all.add(new Feed(source, "")));
                feeds = all;
            }
            boolean restorable = checkpoints && (like == 0 || (like != 1 && chance(50)));
            outlets.add(new Outlet("sink" + i, restorable, random.nextLong(), chance(20) ? 6 : 0, feeds));
        }
        return new Plan(sources, places, outlets, chance(60), checkpoints && (like == 0 || (like != 1 && chance(50))));
    }

    private Place place(int i, boolean exact) {
        List<Feed> feeds = feeds(1 + random.nextInt(3));
        int passing = feeds.stream()
                .mapToInt(feed -> copies.getOrDefault(feed.from(), 1))
                .sum();
        Step step = step(exact, passing);
        String name = switch (step) {
                    case Step.Map map -> "map";
                    case Step.Filter filter -> "filter";
                    case Step.Branch branch -> "branch";
                    case Step.Copies more -> "copies";
                    case Step.Concatenate concatenate -> "concatenate";
                    case Step.Window window -> "window";
                    case Step.Shift shift -> "shift";
                    case Step.Hold hold -> "hold";
                    case Step.Accumulate accumulate -> "group";
                }
                + i;
        if (step instanceof Step.Branch) {
            Operators.BRANCH_ARMS.forEach(arm -> ends.add(new Feed(name, arm)));
        } else {
            ends.add(new Feed(name, ""));
        }
        copies.put(name, step instanceof Step.Copies more ? passing * Math.max(1, more.most()) : passing);
        return new Place(name, step, feeds);
    }

    private Step step(boolean exact, int passing) {
        return switch (random.nextInt(12)) {
            case 0 -> new Step.Map(random.nextLong(), chance(50) ? 5 : 0);
            case 1 -> new Step.Filter(random.nextLong());
            case 2, 3 -> new Step.Branch(random.nextLong());
            case 4 ->
                passing > MOST_COPIES / 2
                        ? new Step.Map(random.nextLong(), 0)
                        : new Step.Copies(random.nextLong(), 1 + random.nextInt(3), chance(40) ? 6 : 0);
            case 5 -> new Step.Concatenate();
            case 6, 7 -> new Step.Window(1 + random.nextInt(chance(50) ? 20 : 300));
            case 8 -> new Step.Shift(random.nextInt(80) - 20);
            case 9 -> new Step.Hold(random.nextInt(chance(50) ? 2 : 100));
            default ->
                new Step.Accumulate(random.nextLong(), 1 + random.nextInt(6), chance(30) ? 5 : 0, !exact || chance(30));
        };
    }

    /** Different ones; the later an operation was added, the more often it feeds the next. */
    private List<Feed> feeds(int most) {
        Set<Feed> feeds = new LinkedHashSet<>();
        int passing = 0;
        for (int i = 0; i < most; i++) {
            int back = Math.min(random.nextInt(ends.size()), random.nextInt(ends.size()));
            Feed feed = ends.get(ends.size() - 1 - back);
            int more = copies.getOrDefault(feed.from(), 1);
            if (feeds.isEmpty() || (passing + more <= MOST_COPIES && !feeds.contains(feed))) {
                feeds.add(feed);
                passing += more;
            }
        }
        feeds.forEach(feed -> feeding.add(feed.from()));
        return List.copyOf(feeds);
    }
}
