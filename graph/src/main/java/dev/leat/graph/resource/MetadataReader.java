package dev.leat.graph.resource;

import dev.leat.graph.diagnostic.Quote;
import dev.leat.graph.diagnostic.ResourceProblem;
import dev.leat.graph.resource.Fields.Context;
import dev.leat.graph.yaml.YamlMapping;
import dev.leat.graph.yaml.YamlNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the metadata of resources: names, namespaces, labels, annotations, owners. */
final class MetadataReader {

    private static final List<String> KEYS = List.of(
            "name",
            "namespace",
            "labels",
            "annotations",
            "ownerReferences",
            // What Kubernetes adds to what it gives back.
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "managedFields",
            "finalizers");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*[a-z0-9]");
    private static final Pattern CORE_NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");
    private static final int SHORTEST_NAME = 3;
    private static final int LONGEST_NAME = 63;
    private static final int LONGEST_CORE_NAME = 253;
    private static final int LONGEST_PROFILE_NAME = 39;

    private MetadataReader() {}

    /** Metadata, and the profile that owns the resource where one does. */
    record Head(Optional<ResourceMetadata> metadata, Optional<Placed> owner) {

        static final Head NONE = new Head(Optional.empty(), Optional.empty());
    }

    static Head read(YamlNode node, ResourceKind kind, Context context) {
        return Fields.of(node, context, "metadata", KEYS)
                .map(fields -> new Head(metadata(fields, kind, context), owner(fields, context)))
                .orElse(Head.NONE);
    }

    private static Optional<ResourceMetadata> metadata(Fields fields, ResourceKind kind, Context context) {
        Optional<Placed> name = fields.requiredText("name");
        name.ifPresent(given -> checkName(given, kind, context));
        Optional<Placed> namespace = fields.text("namespace");
        namespace.ifPresent(given -> checkNamespace(given, context));
        Map<String, String> labels = plain(fields.texts("labels"));
        Map<String, Placed> annotations = fields.texts("annotations");
        fields.value("annotations").ifPresent(node -> checkAnnotations(node, annotations, kind, context));
        return name.map(given -> new ResourceMetadata(
                given,
                namespace.map(Placed::value).orElse(ResourceMetadata.DEFAULT_NAMESPACE),
                labels,
                plain(annotations)));
    }

    static Map<String, String> plain(Map<String, Placed> texts) {
        Map<String, String> plain = new HashMap<>();
        texts.forEach((key, text) -> plain.put(key, text.value()));
        return plain;
    }

    private static Optional<Placed> owner(Fields fields, Context context) {
        return fields.list("ownerReferences").stream()
                .map(node -> Fields.of(
                        node,
                        context,
                        "an owner reference",
                        List.of("apiVersion", "kind", "name", "uid", "controller", "blockOwnerDeletion")))
                .flatMap(Optional::stream)
                .filter(owner -> owner.requiredText("kind")
                        .filter(kind -> kind.value().equals(ResourceKind.DATAFLOW_PROFILE.spelling()))
                        .isPresent())
                .map(owner -> owner.requiredText("name"))
                .flatMap(Optional::stream)
                .findFirst();
    }

    static void checkName(Placed name, ResourceKind kind, Context context) {
        if (Scalars.hasPlaceholder(name.value())) {
            return;
        }
        int length = name.value().length();
        boolean fits = kind.isCore()
                ? CORE_NAME.matcher(name.value()).matches() && length <= LONGEST_CORE_NAME
                : NAME.matcher(name.value()).matches() && length >= SHORTEST_NAME && length <= LONGEST_NAME;
        if (!fits) {
            badName(name, kind.isCore() ? "1 to 253" : "3 to 63", context);
        } else if (kind == ResourceKind.DATAFLOW_PROFILE && length > LONGEST_PROFILE_NAME) {
            context.report(
                    ResourceProblem.LONG_PROFILE_NAME,
                    name.position(),
                    "The name of the profile has " + length + " characters; the product takes up to "
                            + LONGEST_PROFILE_NAME + ".",
                    "Choose a shorter name.");
        }
    }

    private static void checkNamespace(Placed namespace, Context context) {
        boolean fits = CORE_NAME.matcher(namespace.value()).matches()
                && !namespace.value().contains(".")
                && namespace.value().length() <= LONGEST_NAME;
        if (!fits && !Scalars.hasPlaceholder(namespace.value())) {
            badName(namespace, "1 to 63", context);
        }
    }

    private static void badName(Placed name, String lengths, Context context) {
        context.report(
                ResourceProblem.BAD_NAME,
                name.position(),
                name.quoted() + " is not allowed as a name.",
                "Write " + lengths + " lower-case letters, digits and '-', with a letter or digit at both ends.");
    }

    /** Holds Leat's annotations against what it knows; those of others are nobody's business. */
    static void checkAnnotations(YamlNode node, Map<String, Placed> annotations, ResourceKind kind, Context context) {
        if (!(node instanceof YamlMapping mapping)) {
            return;
        }
        List<Annotation> known = Annotation.of(kind);
        for (YamlMapping.Entry entry : mapping.entries()) {
            if (!entry.name().startsWith(Annotation.PREFIX)) {
                continue;
            }
            Optional<Annotation> annotation =
                    known.stream().filter(one -> one.key().equals(entry.name())).findFirst();
            if (annotation.isEmpty()) {
                List<String> keys = known.stream().map(Annotation::key).toList();
                context.report(
                        ResourceProblem.UNKNOWN_ANNOTATION,
                        entry.key().position(),
                        "Leat has no annotation " + Quote.of(entry.name()) + " for a " + kind.spelling() + ".",
                        context.findings()
                                .nearest(entry.name(), keys)
                                .map(near -> "Did you mean '" + near + "'?")
                                .orElse(keys.isEmpty() ? "Remove it." : "Known: " + String.join(", ", keys) + "."));
            } else if (annotations.containsKey(entry.name())
                    && !annotation
                            .get()
                            .form()
                            .takes(annotations.get(entry.name()).value())) {
                context.report(
                        ResourceProblem.BAD_ANNOTATION,
                        entry.value().position(),
                        "The annotation " + Quote.of(entry.name()) + " cannot be "
                                + annotations.get(entry.name()).quoted() + ".",
                        annotation.get().form().hint());
            }
        }
    }
}
