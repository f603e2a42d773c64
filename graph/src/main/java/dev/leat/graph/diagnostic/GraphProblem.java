package dev.leat.graph.diagnostic;

/**
 * What can be wrong with a graph definition, or with a configuration given to one. Each constant says the cause and the
 * remedy; docs/errors.md has the same as a table. A code is never given to another problem later.
 */
public enum GraphProblem implements Problem {
    // The file as a whole.
    /**
     * The path names no file, a directory, or a file that this user may not read. <em>Remedy:</em> Check the path and
     * the permissions.
     */
    FILE_UNREADABLE("LEAT-GRAPH-001", Severity.ERROR, "The file cannot be read"),
    /**
     * The file has more bytes than Leat reads, 4 MiB: it is hardly a graph definition. <em>Remedy:</em> Check that the
     * path is the right one; move long schemas to the schema registry.
     */
    FILE_TOO_LARGE("LEAT-GRAPH-002", Severity.ERROR, "The file is too large"),
    /**
     * Some bytes are not UTF-8: the file was saved in UTF-16, UTF-32, Latin-1 or another encoding, or is binary.
     * <em>Remedy:</em> Save the file as UTF-8.
     */
    NOT_UTF_8("LEAT-GRAPH-003", Severity.ERROR, "The file is not UTF-8"),
    /**
     * YAML allows no control characters besides tab and line breaks. <em>Remedy:</em> Delete the character, or write it
     * as an escape inside double quotes.
     */
    CONTROL_CHARACTER("LEAT-GRAPH-004", Severity.ERROR, "A character that YAML does not allow"),
    /**
     * There is nothing in the file but blanks and comments. <em>Remedy:</em> Write a graph definition into it; {@code
     * leat new} gives one to start from.
     */
    EMPTY_FILE("LEAT-GRAPH-005", Severity.ERROR, "The file is empty"),
    // YAML.
    /**
     * The text breaks YAML's grammar: indentation that does not line up, a missing colon, an unclosed quote or bracket.
     * What stands before the place is checked all the same. <em>Remedy:</em> Correct the text at, or just before, the
     * place.
     */
    YAML_SYNTAX("LEAT-GRAPH-006", Severity.ERROR, "Not valid YAML"),
    /** YAML does not allow tabs for indentation. <em>Remedy:</em> Indent with spaces. */
    TAB_INDENTATION("LEAT-GRAPH-007", Severity.ERROR, "A tab where YAML wants spaces"),
    /**
     * A line {@code ---} starts a second YAML document; a graph definition is one document. The first one is checked.
     * <em>Remedy:</em> Put each definition into a file of its own.
     */
    SEVERAL_DOCUMENTS("LEAT-GRAPH-008", Severity.ERROR, "More than one document in the file"),
    /**
     * The same key stands twice in one mapping; one of its values would be lost. <em>Remedy:</em> Keep one of the two.
     */
    DUPLICATE_KEY("LEAT-GRAPH-009", Severity.ERROR, "A key is given twice"),
    /**
     * A list or a mapping stands where a key should, often because the braces of a template are not quoted.
     * <em>Remedy:</em> Write plain text as key; put values with braces in quotes.
     */
    KEY_NOT_TEXT("LEAT-GRAPH-010", Severity.ERROR, "A key that is not text"),
    /**
     * A value carries a tag ({@code !name}) that has no meaning here, or that does not fit the value. <em>Remedy:</em>
     * Remove the tag.
     */
    UNKNOWN_TAG("LEAT-GRAPH-011", Severity.ERROR, "An unknown YAML tag"),
    /**
     * An alias ({@code *name}) names an anchor ({@code &name}) that does not stand before it. <em>Remedy:</em> Define
     * the anchor before the alias, or put a text that begins with {@code *} in quotes.
     */
    UNKNOWN_ANCHOR("LEAT-GRAPH-012", Severity.ERROR, "An alias without its anchor"),
    /**
     * An alias refers to the value that it is a part of, which would never end. <em>Remedy:</em> Write the value out.
     */
    RECURSIVE_ALIAS("LEAT-GRAPH-013", Severity.ERROR, "An alias inside its own anchor"),
    /**
     * Lists and mappings stand in each other more than 64 deep. Reading stops there. <em>Remedy:</em> Flatten the file.
     */
    NESTED_TOO_DEEPLY("LEAT-GRAPH-014", Severity.ERROR, "Nested too deeply"),
    /** More than 1000 aliases are used. Reading stops there. <em>Remedy:</em> Write the values out. */
    TOO_MANY_ALIASES("LEAT-GRAPH-015", Severity.ERROR, "Too many aliases"),
    /**
     * The file holds more than 200 000 values once its aliases are written out. Reading stops there. <em>Remedy:</em>
     * Split the definition, or use fewer aliases.
     */
    TOO_MANY_VALUES("LEAT-GRAPH-016", Severity.ERROR, "Too many values"),
    /**
     * The file has more than 500 findings. An error where one of those left out is an error. <em>Remedy:</em> Correct
     * the first ones, then look again.
     */
    TOO_MANY_FINDINGS("LEAT-GRAPH-017", Severity.INFO, "More findings than are shown"),
    // Shape.
    /**
     * The file holds something else: a single value, a list, or a Kubernetes resource such as a DataflowGraph.
     * <em>Remedy:</em> Give the file of the graph definition, the one with {@code operations} and {@code connections}.
     */
    NOT_A_GRAPH_DEFINITION("LEAT-GRAPH-018", Severity.ERROR, "Not a graph definition"),
    /** A key that must be there is not, or has no value. <em>Remedy:</em> Add the key with a value. */
    MISSING_KEY("LEAT-GRAPH-019", Severity.ERROR, "A required key is missing"),
    /**
     * The object allows only certain keys, and this is none of them. <em>Remedy:</em> Correct the spelling, or remove
     * the key.
     */
    UNKNOWN_KEY("LEAT-GRAPH-020", Severity.ERROR, "An unknown key"),
    /**
     * The object allows further keys, which have no effect; this one is close to a key that has. <em>Remedy:</em>
     * Correct the spelling.
     */
    MISSPELLED_KEY("LEAT-GRAPH-021", Severity.WARNING, "A key that looks misspelled"),
    /**
     * A list, a mapping, a text or a number stands where another type of value belongs. <em>Remedy:</em> Write a value
     * of the type that the message names.
     */
    WRONG_TYPE("LEAT-GRAPH-022", Severity.ERROR, "A value of the wrong type"),
    /**
     * The value is text by definition, and YAML reads it as a number or boolean because it has no quotes. Leat takes
     * the text as it is written; the product refuses it. <em>Remedy:</em> Put the value in quotes.
     */
    UNQUOTED_TEXT("LEAT-GRAPH-023", Severity.WARNING, "A number or boolean where text belongs"),
    /**
     * The value is {@code true} or {@code false} by definition, and is written as text. Leat takes it; the product
     * refuses it. <em>Remedy:</em> Write {@code true} or {@code false} without quotes.
     */
    QUOTED_BOOLEAN("LEAT-GRAPH-024", Severity.WARNING, "Text where a boolean belongs"),
    /** The value must not be empty or blank. <em>Remedy:</em> Write a value, or remove the key if it is optional. */
    EMPTY_TEXT("LEAT-GRAPH-025", Severity.ERROR, "An empty text"),
    /** The value is longer than 256 characters (module references: 512). <em>Remedy:</em> Choose a shorter one. */
    TEXT_TOO_LONG("LEAT-GRAPH-026", Severity.ERROR, "A name that is too long"),
    /**
     * {@code operationType} is none of source, map, filter, branch, concatenate, accumulate, delay, sink.
     * <em>Remedy:</em> Use one of these.
     */
    UNKNOWN_OPERATION_TYPE("LEAT-GRAPH-027", Severity.ERROR, "An unknown operation type"),
    /**
     * The word is known in another spelling of upper and lower case. Leat takes it; the product may refuse it.
     * <em>Remedy:</em> Spell it as the hint does.
     */
    UNUSUAL_SPELLING("LEAT-GRAPH-028", Severity.WARNING, "An unusual spelling"),
    // metadata and moduleRequirements.
    /**
     * {@code metadata.$schema} is not the address of the graph definition's schema that Leat knows; another version may
     * have other rules. <em>Remedy:</em> Use https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json.
     */
    UNKNOWN_SCHEMA_URI("LEAT-GRAPH-029", Severity.WARNING, "An unknown $schema"),
    /**
     * The definition is written as in the product's preview: {@code hostlibVersion}, an {@code apiVersion} of 0.x, no
     * {@code metadata}. Leat reads it; its modules may have been built for another interface. <em>Remedy:</em> Add
     * {@code metadata}, rename {@code hostlibVersion} to {@code runtimeVersion}, set both versions to 1.1.0 and rebuild
     * the modules.
     */
    PREVIEW_FORM("LEAT-GRAPH-030", Severity.WARNING, "The form of the preview"),
    /** The value is not a semantic version such as 1.1.0. <em>Remedy:</em> Write MAJOR.MINOR.PATCH. */
    NOT_A_VERSION("LEAT-GRAPH-031", Severity.ERROR, "Not a version"),
    /**
     * The version has fewer than three parts; the missing ones count as 0. <em>Remedy:</em> Write MAJOR.MINOR.PATCH.
     */
    SHORT_VERSION("LEAT-GRAPH-032", Severity.WARNING, "An incomplete version"),
    /**
     * The definition asks for a major version that this Leat does not have. <em>Remedy:</em> Use a Leat that has it, or
     * a version 1.x.
     */
    UNSUPPORTED_VERSION("LEAT-GRAPH-033", Severity.ERROR, "An unsupported version"),
    /**
     * The definition asks for a version 1.x above 1.1; modules may need what this Leat does not have. <em>Remedy:</em>
     * Ask for 1.1.0 unless the modules need more.
     */
    NEWER_VERSION("LEAT-GRAPH-034", Severity.WARNING, "A newer version than Leat knows"),
    /**
     * {@code features} names something other than wasi-nn. Features are advice: a module that imports what Leat does
     * not have is refused when it is loaded. <em>Remedy:</em> Remove the feature, or correct its spelling.
     */
    UNKNOWN_FEATURE("LEAT-GRAPH-035", Severity.WARNING, "An unknown feature"),
    /**
     * {@code features} holds the same feature twice; the second has no effect. <em>Remedy:</em> Remove one of the two.
     */
    DUPLICATE_FEATURE("LEAT-GRAPH-036", Severity.WARNING, "A feature is named twice"),
    // operations.
    /**
     * Connections and configurations refer to operations by name, so each name can be given once. <em>Remedy:</em>
     * Rename one of them, and the connections that mean it.
     */
    DUPLICATE_OPERATION("LEAT-GRAPH-037", Severity.ERROR, "Two operations with one name"),
    /**
     * map, filter, branch, accumulate and delay run a module, and none is given. <em>Remedy:</em> Add {@code module:
     * name:tag}.
     */
    MODULE_MISSING("LEAT-GRAPH-038", Severity.ERROR, "An operation without a module"),
    /**
     * source, sink and concatenate run no module; what is given is ignored. <em>Remedy:</em> Remove {@code module}, or
     * correct {@code operationType}.
     */
    MODULE_WITHOUT_EFFECT("LEAT-GRAPH-039", Severity.WARNING, "A module that nothing runs"),
    /**
     * A module reference is {@code [path/]name[:tag]} or {@code [path/]name@sha256:...}, as registries use it.
     * <em>Remedy:</em> Correct the reference as the message says.
     */
    NOT_A_MODULE_REFERENCE("LEAT-GRAPH-040", Severity.ERROR, "Not a module reference"),
    /**
     * Registries take lower-case letters only; a module with this name can be run from a local folder alone.
     * <em>Remedy:</em> Rename the module in lower case.
     */
    UPPER_CASE_MODULE("LEAT-GRAPH-041", Severity.WARNING, "A module name that registries refuse"),
    /**
     * No operation is a source, so no data can come in. <em>Remedy:</em> Add {@code - operationType: source} with a
     * name, and connect it.
     */
    NO_SOURCE("LEAT-GRAPH-042", Severity.ERROR, "No source"),
    /**
     * The product expects exactly one, and Leat does not start a graph with several. <em>Remedy:</em> Keep one source and
     * connect it to both.
     */
    SEVERAL_SOURCES("LEAT-GRAPH-043", Severity.WARNING, "More than one source"),
    /**
     * No operation is a sink, so no data can go out. <em>Remedy:</em> Add {@code - operationType: sink} with a name,
     * and connect to it.
     */
    NO_SINK("LEAT-GRAPH-044", Severity.ERROR, "No sink"),
    /**
     * Leat sends out what arrives at any sink; the product expects exactly one. <em>Remedy:</em> Keep one sink, behind
     * a concatenate if need be.
     */
    SEVERAL_SINKS("LEAT-GRAPH-045", Severity.WARNING, "More than one sink"),
    // connections.
    /** {@code from} or {@code to} names no operation. <em>Remedy:</em> Correct the name, or add the operation. */
    UNKNOWN_OPERATION("LEAT-GRAPH-046", Severity.ERROR, "A connection with an unknown end"),
    /**
     * A source gets its data from outside the graph. <em>Remedy:</em> Turn the connection round, or correct the
     * operation's type.
     */
    INTO_SOURCE("LEAT-GRAPH-047", Severity.ERROR, "A connection into a source"),
    /**
     * A sink hands its data to the outside of the graph. <em>Remedy:</em> Connect from the operation before the sink
     * instead.
     */
    OUT_OF_SINK("LEAT-GRAPH-048", Severity.ERROR, "A connection out of a sink"),
    /** Graphs have no cycles. <em>Remedy:</em> Remove the connection. */
    SELF_CONNECTION("LEAT-GRAPH-049", Severity.ERROR, "An operation connected to itself"),
    /**
     * Data would run in a circle; graphs have no cycles. The message names the way round. <em>Remedy:</em> Remove one
     * of the cycle's connections.
     */
    CYCLE("LEAT-GRAPH-050", Severity.ERROR, "A cycle"),
    /**
     * The same output is connected to the same input twice, so that each record would arrive twice. <em>Remedy:</em>
     * Remove one of the two.
     */
    DUPLICATE_CONNECTION("LEAT-GRAPH-051", Severity.ERROR, "A connection is given twice"),
    /**
     * No way leads from a source to the operation. <em>Remedy:</em> Connect it to an operation that a source feeds, or
     * remove it.
     */
    UNREACHABLE("LEAT-GRAPH-052", Severity.ERROR, "An operation that no data reaches"),
    /** Nothing takes what the operation puts out. <em>Remedy:</em> Connect it towards the sink, or remove it. */
    DEAD_END("LEAT-GRAPH-053", Severity.WARNING, "An operation whose output is lost"),
    /**
     * Several connections lead to an operation that is no concatenate. They are merged as a concatenate would.
     * <em>Remedy:</em> Nothing to do; an operation of type concatenate before it says the same more clearly.
     */
    SEVERAL_INPUTS("LEAT-GRAPH-054", Severity.INFO, "Several inputs without a concatenate"),
    /** There is nothing to merge. <em>Remedy:</em> Connect the other inputs, or remove the concatenate. */
    CONCATENATE_OF_ONE("LEAT-GRAPH-055", Severity.WARNING, "A concatenate with one input"),
    /**
     * A branch has two outputs, and the connection does not say which one it takes. <em>Remedy:</em> Add {@code arm:
     * "True"} or {@code arm: "False"}; connect both if all records are meant.
     */
    ARM_MISSING("LEAT-GRAPH-056", Severity.ERROR, "A connection from a branch without an arm"),
    /**
     * Only operations of type branch have arms. <em>Remedy:</em> Remove {@code arm}, or correct the operation's type.
     */
    ARM_NOT_ON_BRANCH("LEAT-GRAPH-057", Severity.ERROR, "An arm on something that is no branch"),
    /**
     * {@code arm} is neither "True" nor "False". <em>Remedy:</em> Write {@code arm: "True"} or {@code arm: "False"}.
     */
    UNKNOWN_ARM("LEAT-GRAPH-058", Severity.ERROR, "An unknown arm"),
    /**
     * YAML reads True and False without quotes as booleans. Leat takes them; the product refuses them. <em>Remedy:</em>
     * Put the arm in quotes.
     */
    UNQUOTED_ARM("LEAT-GRAPH-059", Severity.WARNING, "An arm without quotes"),
    /**
     * One arm of a branch is not connected; records that take it are dropped. <em>Remedy:</em> Connect the arm; or use
     * a filter if dropping is meant.
     */
    ARM_UNUSED("LEAT-GRAPH-060", Severity.WARNING, "An arm that leads nowhere"),
    // moduleConfigurations.
    /** An entry's {@code name} is not the name of an operation. <em>Remedy:</em> Write the operation's full name. */
    CONFIGURATION_OF_UNKNOWN_OPERATION("LEAT-GRAPH-061", Severity.ERROR, "A configuration for no operation"),
    /** The operation runs no module, so nobody reads its parameters. <em>Remedy:</em> Remove the entry. */
    CONFIGURATION_WITHOUT_MODULE("LEAT-GRAPH-062", Severity.WARNING, "A configuration that nothing reads"),
    /** Parameters of one operation stand in one entry. <em>Remedy:</em> Merge the two entries. */
    DUPLICATE_CONFIGURATION("LEAT-GRAPH-063", Severity.ERROR, "Two configurations for one operation"),
    /**
     * Users set the parameter by its key, or by its {@code name}. The product does not say under which of the two the
     * module gets it; Leat passes the value under both. <em>Remedy:</em> Make both the same; a value belongs in {@code
     * default}, not in {@code name}.
     */
    PARAMETER_NAME_DIFFERS("LEAT-GRAPH-064", Severity.WARNING, "A parameter whose key and name differ"),
    /**
     * The {@code name} is the key or the name of another parameter of the same operation, and that one wins.
     * <em>Remedy:</em> Give each parameter a name of its own.
     */
    PARAMETER_NAME_TAKEN("LEAT-GRAPH-065", Severity.WARNING, "A parameter name that is taken"),
    /**
     * The parameter is required and has no default: the graph does not start unless a configuration gives it.
     * <em>Remedy:</em> Set it where the graph is run, or give it a default.
     */
    PARAMETER_MUST_BE_SET("LEAT-GRAPH-066", Severity.INFO, "A parameter that must be set"),
    // schemas.
    /**
     * A connection's {@code schemaName} is not the name of an entry in {@code schemas}. <em>Remedy:</em> Correct the
     * name, or add the schema.
     */
    UNKNOWN_SCHEMA("LEAT-GRAPH-067", Severity.ERROR, "An unknown schema"),
    /**
     * Connections refer to schemas by name, so each name can be given once. <em>Remedy:</em> Rename or remove one of
     * the two.
     */
    DUPLICATE_SCHEMA("LEAT-GRAPH-068", Severity.ERROR, "Two schemas with one name"),
    /** No connection names the schema. <em>Remedy:</em> Name it in a connection's {@code schemaName}, or remove it. */
    UNUSED_SCHEMA("LEAT-GRAPH-069", Severity.WARNING, "A schema that nothing uses"),
    /**
     * {@code format} is none of those that Leat knows. The schema is given to the modules as it is. <em>Remedy:</em>
     * Use JsonSchema/draft-07 or Delta/1.0.
     */
    UNKNOWN_SCHEMA_FORMAT("LEAT-GRAPH-070", Severity.WARNING, "An unknown schema format"),
    /**
     * The text in {@code schema} does not parse as JSON, and its {@code format} is one that is written in JSON.
     * <em>Remedy:</em> Correct the JSON at the place.
     */
    SCHEMA_NOT_JSON("LEAT-GRAPH-071", Severity.ERROR, "A schema that is not JSON"),
    // A configuration given where the graph is run.
    /**
     * The parameter is required, has no default, and the configuration does not give it. <em>Remedy:</em> Set it in the
     * graph node's {@code configuration}, or with {@code --config KEY=VALUE}.
     */
    PARAMETER_NOT_SET("LEAT-GRAPH-072", Severity.ERROR, "A required parameter is not set"),
    /**
     * The key is no parameter in {@code moduleConfigurations}. The product lets such keys pass, and Leat gives them to
     * every operation that runs a module. <em>Remedy:</em> Declare the parameter, or remove the setting.
     */
    UNDECLARED_SETTING("LEAT-GRAPH-073", Severity.INFO, "A setting that no operation declares"),
    /**
     * The key is no parameter in {@code moduleConfigurations}, and is close to one. <em>Remedy:</em> Correct the key.
     */
    MISSPELLED_SETTING("LEAT-GRAPH-074", Severity.WARNING, "A setting that looks misspelled"),
    /**
     * The setting is meant for one operation, and there is none with that name that runs a module. <em>Remedy:</em>
     * Correct the operation's name.
     */
    SETTING_OF_UNKNOWN_OPERATION("LEAT-GRAPH-075", Severity.ERROR, "A setting for no operation"),
    /**
     * The same key is given twice for the same operation; the last one counts. <em>Remedy:</em> Remove one of the two.
     */
    DUPLICATE_SETTING("LEAT-GRAPH-076", Severity.WARNING, "A setting is given twice"),
    // Validation.
    /**
     * {@code leat.dev/validate} is Leat's own key: other runtimes refuse it. Where the connection has no {@code
     * schemaName}, there is nothing to hold records against, which is an error. <em>Remedy:</em> Remove it before the
     * graph goes elsewhere; add {@code schemaName}.
     */
    VALIDATED_CONNECTION("LEAT-GRAPH-077", Severity.INFO, "A connection is validated");

    private final String code;
    private final Severity severity;
    private final String title;

    GraphProblem(String code, Severity severity, String title) {
        this.code = code;
        this.severity = severity;
        this.title = title;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public Severity severity() {
        return severity;
    }

    @Override
    public String title() {
        return title;
    }
}
