package dev.leat.graph.resource;

import dev.leat.graph.diagnostic.Quote;
import dev.leat.graph.diagnostic.ResourceProblem;
import dev.leat.graph.resource.Fields.Context;
import dev.leat.graph.yaml.YamlMapping;
import dev.leat.graph.yaml.YamlNode;
import dev.leat.graph.yaml.YamlScalar;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds out which resource a YAML document is, and reads what all have. */
final class DocumentReader {

    private static final List<String> KEYS = List.of("apiVersion", "kind", "metadata", "spec");
    private static final List<String> VERSIONS = List.of(ResourceKind.GROUP + "/v1", ResourceKind.GROUP + "/v1beta1");
    private static final List<String> KINDS = Arrays.stream(ResourceKind.values())
            .filter(kind -> !kind.isCore())
            .map(ResourceKind::spelling)
            .toList();
    private static final String CORE_VERSION = "v1";

    private DocumentReader() {}

    /** The document as a resource to be read on; empty where it is none, or of no kind that Leat reads. */
    static Optional<Unread> read(YamlNode root, Context context) {
        if (!(root instanceof YamlMapping mapping)) {
            if (context.complete() && !Fields.isUnreadable(root)) {
                notAResource(
                        root,
                        "A resource has keys such as 'apiVersion' and 'kind'; this is " + root.describe() + ".",
                        context);
            }
            return Optional.empty();
        }
        Optional<YamlScalar> version = scalar(mapping, "apiVersion");
        Optional<YamlScalar> kind = scalar(mapping, "kind");
        if (version.isEmpty() || kind.isEmpty()) {
            if (context.complete()) {
                boolean neither = version.isEmpty() && kind.isEmpty();
                notAResource(
                        mapping,
                        neither
                                ? "The document has neither 'apiVersion' nor 'kind'."
                                : "The document has no '" + (version.isEmpty() ? "apiVersion" : "kind") + "'.",
                        context);
            }
            return Optional.empty();
        }
        return kind(version.get(), kind.get(), context).map(known -> known(known, mapping, context));
    }

    private static Unread known(ResourceKind kind, YamlMapping mapping, Context context) {
        if (kind.isCore()) {
            // Its other keys are the data reader's.
            MetadataReader.Head head = Fields.of(mapping, context, "a " + kind.spelling(), allKeys(mapping))
                    .flatMap(fields -> fields.required("metadata"))
                    .map(node -> MetadataReader.read(node, kind, context))
                    .orElse(MetadataReader.Head.NONE);
            return new Unread(kind, head.metadata(), head.owner(), mapping, context);
        }
        Fields fields =
                Fields.of(mapping, context, "a " + kind.spelling(), KEYS).orElseThrow();
        MetadataReader.Head head = fields.required("metadata")
                .map(node -> MetadataReader.read(node, kind, context))
                .orElse(MetadataReader.Head.NONE);
        YamlNode spec = fields.required("spec")
                .orElseGet(
                        () -> new YamlScalar("", YamlScalar.Type.UNREADABLE, OptionalInt.empty(), mapping.position()));
        return new Unread(kind, head.metadata(), head.owner(), spec, context);
    }

    private static List<String> allKeys(YamlMapping mapping) {
        return mapping.entries().stream().map(YamlMapping.Entry::name).toList();
    }

    private static Optional<ResourceKind> kind(YamlScalar version, YamlScalar kind, Context context) {
        Optional<ResourceKind> known = ResourceKind.of(kind.value());
        int slash = version.value().indexOf('/');
        String group = slash < 0 ? "" : version.value().substring(0, slash);
        if (known.isPresent()) {
            checkVersion(version, known.get(), context);
            return known;
        }
        if (!group.equals(ResourceKind.GROUP)) {
            if (context.findings().typoOf(kind.value(), KINDS).isEmpty()) {
                context.report(
                        ResourceProblem.FOREIGN_RESOURCE,
                        kind.position(),
                        "A resource of kind " + Quote.of(kind.value()) + " is passed over.",
                        "Nothing has to be done; Leat has no use for it.");
                return Optional.empty();
            }
        }
        context.report(
                ResourceProblem.UNKNOWN_KIND,
                kind.position(),
                "There is no kind " + Quote.of(kind.value()) + ".",
                context.findings()
                        .nearest(kind.value(), KINDS)
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse("Write one of " + String.join(", ", KINDS) + "."));
        return context.findings().typoOf(kind.value(), KINDS).flatMap(ResourceKind::of);
    }

    private static void checkVersion(YamlScalar version, ResourceKind kind, Context context) {
        List<String> versions = kind.isCore() ? List.of(CORE_VERSION) : VERSIONS;
        if (!versions.contains(version.value())) {
            context.report(
                    ResourceProblem.UNKNOWN_API_VERSION,
                    version.position(),
                    "A " + kind.spelling() + " has no API version " + Quote.of(version.value()) + ".",
                    "Write " + String.join(" or ", versions) + ".");
        }
    }

    private static Optional<YamlScalar> scalar(YamlMapping mapping, String key) {
        return mapping.entry(key)
                .map(YamlMapping.Entry::value)
                .filter(YamlScalar.class::isInstance)
                .map(YamlScalar.class::cast)
                .filter(scalar -> !scalar.value().isBlank());
    }

    private static void notAResource(YamlNode root, String message, Context context) {
        context.report(
                ResourceProblem.NOT_A_RESOURCE,
                root.position(),
                message,
                "Begin it with 'apiVersion: " + VERSIONS.getFirst() + "' and 'kind: ...'.");
    }
}
