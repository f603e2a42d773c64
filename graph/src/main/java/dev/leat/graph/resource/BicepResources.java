package dev.leat.graph.resource;

import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.diagnostic.Quote;
import dev.leat.graph.diagnostic.ResourceProblem;
import dev.leat.graph.resource.Fields.Context;
import dev.leat.graph.resource.bicep.Bicep;
import dev.leat.graph.yaml.YamlNode;
import dev.leat.graph.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Turns the declarations of a Bicep file into resources. */
final class BicepResources {

    private static final String PROVIDER = "Microsoft.IoTOperations/";
    private static final String INSTANCE = PROVIDER + "instances";
    private static final String PROFILE = INSTANCE + "/dataflowProfiles";
    private static final Map<String, ResourceKind> KINDS = kinds();
    private static final Set<String> VERSIONS = Set.of(
            "2024-11-01",
            "2025-04-01",
            "2025-07-01-preview",
            "2025-10-01",
            "2025-10-01-preview",
            "2026-03-01",
            "2026-07-01",
            "2026-10-01",
            "2026-11-01-preview");
    private static final List<String> KEYS_OF_EXISTING = List.of("name", "parent", "scope", "dependsOn");
    private static final List<String> KEYS =
            List.of("name", "parent", "extendedLocation", "properties", "tags", "dependsOn");

    private final Map<String, Bicep.Resource> bySymbol;
    private final Bicep.Resource declared;
    private final Context context;

    private BicepResources(Map<String, Bicep.Resource> bySymbol, Bicep.Resource declared) {
        this.bySymbol = bySymbol;
        this.declared = declared;
        Findings findings = new Findings();
        declared.diagnostics().forEach(findings::report);
        // A child of what has no name belongs to nobody; the finding is at the parent.
        boolean parentNamed = declared.parent()
                .map(bySymbol::get)
                .map(parent -> !nameOf(parent).isBlank())
                .orElse(true);
        this.context = new Context(findings, true, declared.readable() && parentNamed);
    }

    static List<ResourceDocument> read(Bicep bicep) {
        Map<String, Bicep.Resource> bySymbol = new HashMap<>();
        bicep.resources().forEach(declared -> bySymbol.put(declared.symbol(), declared));
        List<ResourceDocument> documents = new ArrayList<>();
        for (Bicep.Resource declared : bicep.resources()) {
            documents.add(new BicepResources(bySymbol, declared).read());
        }
        return documents;
    }

    private static Map<String, ResourceKind> kinds() {
        Map<String, ResourceKind> kinds = new LinkedHashMap<>();
        kinds.put(PROFILE, ResourceKind.DATAFLOW_PROFILE);
        kinds.put(PROFILE + "/dataflowGraphs", ResourceKind.DATAFLOW_GRAPH);
        kinds.put(PROFILE + "/dataflows", ResourceKind.DATAFLOW);
        kinds.put(INSTANCE + "/dataflowEndpoints", ResourceKind.DATAFLOW_ENDPOINT);
        kinds.put(INSTANCE + "/registryEndpoints", ResourceKind.REGISTRY_ENDPOINT);
        return kinds;
    }

    private ResourceDocument read() {
        Optional<ResourceKind> kind = kind();
        Optional<Unread> unread = declared.existing() ? Optional.empty() : kind.flatMap(this::unread);
        Optional<ResourceId> existing = declared.existing() ? kind.map(this::existing) : Optional.empty();
        if (declared.existing()) {
            Fields.of(declared.body(), context, "an existing resource", KEYS_OF_EXISTING)
                    .ifPresent(fields -> fields.required("name"));
        }
        Optional<Resource> resource = unread.flatMap(Unread::read);
        return new ResourceDocument(
                declared.body().position(),
                unread.flatMap(Unread::id).or(() -> existing),
                resource,
                resource.flatMap(read -> unread.flatMap(Manifest::of)),
                context.findings().sorted());
    }

    /** What exists elsewhere is there to be referred to, and has a name. */
    private ResourceId existing(ResourceKind kind) {
        return new ResourceId(kind, ResourceMetadata.DEFAULT_NAMESPACE, nameOf(declared));
    }

    private static String nameOf(Bicep.Resource resource) {
        String name = resource.body()
                .entry("name")
                .map(entry -> entry.value() instanceof YamlScalar scalar ? scalar.value() : "")
                .orElse("");
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private Optional<ResourceKind> kind() {
        String[] parts = declared.type().value().split("@", 2);
        if (parts.length < 2 || parts[0].isBlank()) {
            context.report(
                    ResourceProblem.BICEP_SYNTAX,
                    declared.type().position(),
                    "The type " + Quote.of(declared.type().value()) + " has no version.",
                    "Write 'TYPE@VERSION', such as '" + INSTANCE + "@2025-10-01'.");
            return Optional.empty();
        }
        Optional<String> type = KINDS.keySet().stream()
                .filter(known -> known.equalsIgnoreCase(parts[0]))
                .findFirst();
        boolean ours = parts[0].toLowerCase(Locale.ROOT).startsWith(PROVIDER.toLowerCase(Locale.ROOT));
        boolean isInstance = parts[0].equalsIgnoreCase(INSTANCE);
        if ((type.isPresent() || isInstance) && !VERSIONS.contains(parts[1])) {
            context.report(
                    ResourceProblem.UNKNOWN_ARM_VERSION,
                    declared.type().position(),
                    "Leat does not know the version " + Quote.of(parts[1]) + ", and reads by those that it knows.",
                    "Write 2025-10-01, for example.");
        }
        if (type.isPresent() || isInstance) {
            return type.map(KINDS::get);
        }
        // Without what all have in common: whole types are too long to be guessed at.
        Optional<String> near = ours
                ? KINDS.keySet().stream()
                        .filter(known -> context.findings()
                                .typoOf(
                                        parts[0].substring(PROVIDER.length()),
                                        List.of(known.substring(PROVIDER.length())))
                                .isPresent())
                        .findFirst()
                : Optional.empty();
        if (near.isPresent()) {
            context.report(
                    ResourceProblem.UNKNOWN_KIND,
                    declared.type().position(),
                    "There is no resource type " + Quote.of(parts[0]) + ".",
                    "Did you mean '" + near.get() + "'?");
            return near.map(KINDS::get);
        }
        if (!declared.existing()) {
            context.report(
                    ResourceProblem.FOREIGN_RESOURCE,
                    declared.type().position(),
                    "A resource of type " + Quote.of(parts[0]) + " is passed over.",
                    "Nothing has to be done; Leat has no use for it.");
        }
        return Optional.empty();
    }

    private Optional<Unread> unread(ResourceKind kind) {
        return Fields.of(declared.body(), context, "a resource", KEYS).map(fields -> {
            boolean inProfile = kind == ResourceKind.DATAFLOW_GRAPH || kind == ResourceKind.DATAFLOW;
            Optional<Placed> written = fields.requiredText("name");
            List<String> segments =
                    written.map(name -> List.of(name.value().split("/", -1))).orElse(List.of());
            Optional<Placed> name = written.map(given -> new Placed(segments.getLast(), given.position()));
            name.ifPresent(given -> MetadataReader.checkName(given, kind, context));
            int levels = inProfile ? 3 : 2;
            Optional<Placed> owner = Optional.empty();
            if (declared.parentPosition().isPresent()) {
                owner = parent(inProfile);
            } else if (segments.size() == levels) {
                owner = inProfile ? written.map(given -> new Placed(segments.get(1), given.position())) : owner;
            } else {
                owner = Optional.of(noParent(fields.positionOf("name"), inProfile));
            }
            fields.object("extendedLocation", "an extended location", "name", "type")
                    .ifPresent(location -> {
                        location.requiredText("name");
                        location.requiredText("type");
                    });
            Map<String, Placed> tags = fields.texts("tags");
            fields.value("tags").ifPresent(node -> MetadataReader.checkAnnotations(node, tags, kind, context));
            YamlNode spec = fields.required("properties")
                    .orElseGet(() -> new YamlScalar(
                            "",
                            YamlScalar.Type.UNREADABLE,
                            OptionalInt.empty(),
                            declared.body().position()));
            Optional<ResourceMetadata> metadata = name.map(given -> new ResourceMetadata(
                    given, ResourceMetadata.DEFAULT_NAMESPACE, Map.of(), MetadataReader.plain(tags)));
            return new Unread(kind, metadata, inProfile ? owner : Optional.empty(), spec, context);
        });
    }

    private Placed noParent(Position position, boolean inProfile) {
        context.report(
                ResourceProblem.BAD_PARENT,
                position,
                "The resource has no 'parent'.",
                "Write 'parent: ' and the name of a resource of type " + (inProfile ? PROFILE : INSTANCE) + ".");
        return new Placed("", position);
    }

    /** The name of the parent, where it is of the right type. What is wrong was reported, so the owner is never needed then. */
    private Optional<Placed> parent(boolean inProfile) {
        Optional<Bicep.Resource> parent = declared.parent().map(bySymbol::get);
        if (parent.isEmpty()) {
            return Optional.of(new Placed("", declared.parentPosition().orElseThrow()));
        }
        String wanted = inProfile ? PROFILE : INSTANCE;
        String type = parent.get().type().value().split("@", 2)[0];
        if (!type.equalsIgnoreCase(wanted)) {
            context.report(
                    ResourceProblem.BAD_PARENT,
                    declared.parentPosition().orElseThrow(),
                    "The parent " + Quote.of(parent.get().symbol()) + " is of type " + Quote.of(type) + ".",
                    "Name a resource of type " + wanted + ".");
        }
        return Optional.of(
                new Placed(nameOf(parent.get()), declared.parentPosition().orElseThrow()));
    }
}
