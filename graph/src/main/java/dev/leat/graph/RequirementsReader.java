package dev.leat.graph;

import dev.leat.graph.diagnostic.GraphProblem;
import dev.leat.graph.diagnostic.Nearest;
import dev.leat.graph.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code moduleRequirements}, where a definition says which form it has and which versions it was made for. */
final class RequirementsReader {

    /** The version of the interface and of the runtime that Leat is compatible with. */
    static final Version SUPPORTED = new Version(1, 1, 0);

    static final List<String> FEATURES = List.of("wasi-nn");

    private static final String HOSTLIB_VERSION = "hostlibVersion";
    private static final Shape REQUIREMENTS =
            Shape.closed("moduleRequirements", "apiVersion", "runtimeVersion", "features", HOSTLIB_VERSION);
    private static final Shape FEATURE = Shape.closed("a feature", "name", "value");

    private boolean preview;

    /** Whether the definition turned out to have the form of the product's preview. */
    boolean isPreview() {
        return preview;
    }

    Optional<ModuleRequirements> read(YamlNode node, ObjectReader root) {
        Optional<ObjectReader> object = root.object(node, REQUIREMENTS);
        if (object.isEmpty()) {
            return Optional.empty();
        }
        ObjectReader reader = object.get();
        Optional<Text> apiText = reader.requiredText("apiVersion");
        boolean hasRuntimeVersion = reader.has("runtimeVersion") || !reader.has(HOSTLIB_VERSION);
        Optional<Text> runtimeText = reader.requiredText(hasRuntimeVersion ? "runtimeVersion" : HOSTLIB_VERSION);
        Optional<Version> apiVersion = apiText.flatMap(text -> version("apiVersion", text, reader));
        Optional<Version> runtimeVersion = runtimeText.flatMap(
                text -> version(hasRuntimeVersion ? "runtimeVersion" : HOSTLIB_VERSION, text, reader));
        boolean early = apiVersion.filter(version -> version.major() == 0).isPresent();
        if (reader.has(HOSTLIB_VERSION) || early) {
            preview = true;
            reader.report(
                    GraphProblem.PREVIEW_FORM,
                    reader.has(HOSTLIB_VERSION)
                            ? reader.positionOf(HOSTLIB_VERSION)
                            : apiText.orElseThrow().position(),
                    "The definition has the form of the product's preview"
                            + (reader.has(HOSTLIB_VERSION) ? " ('hostlibVersion')." : " (an 'apiVersion' of 0.x)."),
                    "Add 'metadata', write 'runtimeVersion' for 'hostlibVersion', and set both versions to " + SUPPORTED
                            + " with modules that were built for it.");
        }
        List<Feature> features = features(reader);
        return apiVersion.flatMap(api -> runtimeVersion.map(runtime -> new ModuleRequirements(api, runtime, features)));
    }

    private static Optional<Version> version(String key, Text text, ObjectReader reader) {
        Optional<Version> version = Version.parse(text.value());
        if (version.isEmpty()) {
            reader.report(
                    GraphProblem.NOT_A_VERSION,
                    text.position(),
                    "The value of '" + key + "', " + text.quoted() + ", is not a version.",
                    "Write MAJOR.MINOR.PATCH, such as \"" + SUPPORTED + "\".");
            return version;
        }
        boolean isShort = text.value()
                        .chars()
                        .takeWhile(c -> c != '-' && c != '+')
                        .filter(c -> c == '.')
                        .count()
                < 2;
        if (isShort) {
            reader.report(
                    GraphProblem.SHORT_VERSION,
                    text.position(),
                    "The value of '" + key + "', " + text.quoted() + ", has fewer than three parts.",
                    "Write \"" + version.get() + "\".");
        }
        checkSupport(key, version.get(), text, reader);
        return version;
    }

    private static void checkSupport(String key, Version version, Text text, ObjectReader reader) {
        if (version.major() > SUPPORTED.major()) {
            reader.report(
                    GraphProblem.UNSUPPORTED_VERSION,
                    text.position(),
                    "The definition asks for " + key + " " + version + "; this Leat has " + SUPPORTED + ".",
                    "Use a Leat that has it, or ask for " + SUPPORTED + ".");
        } else if (version.major() == SUPPORTED.major() && version.minor() > SUPPORTED.minor()) {
            reader.report(
                    GraphProblem.NEWER_VERSION,
                    text.position(),
                    "The definition asks for " + key + " " + version + "; this Leat knows " + SUPPORTED + ".",
                    "Ask for " + SUPPORTED + " unless the modules need more.");
        }
    }

    private static List<Feature> features(ObjectReader requirements) {
        List<Feature> features = new ArrayList<>();
        Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (YamlNode node : requirements.list("features")) {
            requirements.object(node, FEATURE).ifPresent(reader -> {
                Optional<Text> name = reader.requiredName("name");
                Optional<String> value = reader.text("value").map(Text::value);
                name.ifPresent(text -> {
                    checkFeature(text, seen.add(text.value()), reader);
                    features.add(new Feature(text.value(), value));
                });
            });
        }
        return features;
    }

    private static void checkFeature(Text name, boolean isFirst, ObjectReader reader) {
        if (!isFirst) {
            reader.report(
                    GraphProblem.DUPLICATE_FEATURE,
                    name.position(),
                    "The feature " + name.quoted() + " is named twice.",
                    "Remove one of the two.");
        } else if (FEATURES.contains(name.value().toLowerCase(Locale.ROOT))) {
            if (!FEATURES.contains(name.value())) {
                reader.report(
                        GraphProblem.UNUSUAL_SPELLING,
                        name.position(),
                        "The feature " + name.quoted() + " is usually spelled otherwise.",
                        "Write '" + name.value().toLowerCase(Locale.ROOT) + "'.");
            }
        } else {
            reader.report(
                    GraphProblem.UNKNOWN_FEATURE,
                    name.position(),
                    "Leat does not know the feature " + name.quoted() + ".",
                    Nearest.to(name.value(), FEATURES)
                            .map(near -> "Did you mean '" + near + "'?")
                            .orElse("Known features: " + String.join(", ", FEATURES) + "."));
        }
    }
}
