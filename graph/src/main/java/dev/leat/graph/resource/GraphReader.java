package dev.leat.graph.resource;

import dev.leat.graph.diagnostic.ResourceProblem;
import dev.leat.graph.resource.Fields.Context;
import dev.leat.graph.yaml.YamlNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a DataflowGraph. */
final class GraphReader {

    private static final List<String> KEYS =
            List.of("mode", "profileRef", "requestDiskPersistence", "nodes", "nodeConnections", "fileStores");
    private static final Pattern CLAIM = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private final Unread unread;
    private final Fields fields;
    private final Context context;

    private GraphReader(Unread unread, Fields fields) {
        this.unread = unread;
        this.fields = fields;
        this.context = unread.context();
    }

    static Optional<Resource> read(Unread unread) {
        return Fields.of(unread.spec(), unread.context(), "a data flow graph", KEYS)
                .flatMap(fields -> new GraphReader(unread, fields).read());
    }

    private Optional<Resource> read() {
        Mode mode = fields.choice("mode", Words.MODE).orElse(Mode.ENABLED);
        Optional<Placed> profile = profile(unread, fields, "graph");
        boolean persistence = fields.enabled("requestDiskPersistence", false);
        Optional<List<YamlNode>> nodeList = fields.requiredList("nodes");
        Optional<List<YamlNode>> connectionList = fields.requiredList("nodeConnections");
        List<NodeDraft> nodes = nodeList.orElse(List.of()).stream()
                .map(node -> NodeReader.read(node, context))
                .flatMap(Optional::stream)
                .toList();
        List<ConnectionDraft> connections = connectionList.orElse(List.of()).stream()
                .map(node -> ConnectionReader.read(node, context))
                .flatMap(Optional::stream)
                .toList();
        List<FileStore> stores = fileStores();
        if (nodeList.isPresent()) {
            new GraphRules(nodes, connections, connectionList.isPresent(), fields.positionOf("nodes"), context).check();
        }
        if (!unread.isSound()) {
            return Optional.empty();
        }
        return Optional.of(new DataflowGraph(
                unread.metadata().orElseThrow(),
                mode,
                profile.orElseThrow(),
                persistence,
                nodes.stream().map(NodeDraft::finish).toList(),
                connections.stream().map(ConnectionDraft::finish).toList(),
                stores));
    }

    /** The profile that a graph or data flow belongs to; that there is none is reported. */
    static Optional<Placed> profile(Unread unread, Fields fields, String noun) {
        Optional<Placed> given = fields.text("profileRef");
        Optional<Placed> owner = unread.owner();
        if (given.isPresent() && owner.isPresent() && !given.equals(owner)) {
            fields.report(
                    ResourceProblem.BAD_PARENT,
                    given.get().position(),
                    "'profileRef' is " + given.get().quoted() + ", and the resource belongs to the profile "
                            + owner.get().quoted() + ".",
                    "Remove 'profileRef', or name the same profile.");
        }
        Optional<Placed> profile = given.or(() -> owner);
        boolean unreadable = fields.has("profileRef");
        if (profile.isEmpty() && !unreadable && unread.context().complete()) {
            fields.report(
                    ResourceProblem.NO_PROFILE,
                    fields.position(),
                    "The " + noun + " belongs to no profile.",
                    "Add 'profileRef: default' here.");
        }
        return profile;
    }

    private List<FileStore> fileStores() {
        Set<String> ids = new HashSet<>();
        return fields.list("fileStores").stream()
                .map(node -> Fields.of(
                        node,
                        context,
                        "a file store",
                        List.of("id", "persistentVolumeClaimRef", "subPath", "readOnly")))
                .flatMap(Optional::stream)
                .map(store -> fileStore(store, ids))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<FileStore> fileStore(Fields store, Set<String> ids) {
        Optional<Placed> id = store.requiredText("id");
        id.filter(given -> !ids.add(given.value()))
                .ifPresent(given -> bad(given, "The id is given already.", "Choose another one."));
        Optional<Placed> claim = store.requiredText("persistentVolumeClaimRef");
        claim.filter(given -> !Scalars.hasPlaceholder(given.value())
                        && !CLAIM.matcher(given.value()).matches())
                .ifPresent(given -> bad(
                        given,
                        "A volume claim has 1 to 63 lower-case letters, digits and '-', with no '-' at an end.",
                        "Write such a name."));
        Optional<Placed> path = store.text("subPath");
        path.filter(given -> given.value().startsWith("/")
                        || List.of(given.value().split("/")).contains(".."))
                .ifPresent(given ->
                        bad(given, "The path must be relative, without '..'.", "Write a path below the volume."));
        boolean readOnly = store.flag("readOnly", true);
        return id.flatMap(
                given -> claim.map(known -> new FileStore(given, known.value(), path.map(Placed::value), readOnly)));
    }

    private void bad(Placed value, String fault, String hint) {
        context.report(
                ResourceProblem.BAD_FILE_STORE,
                value.position(),
                "The file store cannot have " + value.quoted() + ". " + fault,
                hint);
    }
}
