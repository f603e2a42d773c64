package dev.leat.graph.diagnostic;

/**
 * What can be wrong with a resource (DataflowGraph, DataflowEndpoint and others), or with resources together. Each constant
 * says the cause and the remedy; docs/errors.md has the same as a table. A code is never given to another problem later.
 * What is wrong with a file as YAML has the codes of {@link GraphProblem}.
 */
public enum ResourceProblem implements Problem {
    // The file and its documents.
    /**
     * There is nothing in the file, or nothing but blanks and comments. <em>Remedy:</em> Write a resource into it, or
     * leave the file out.
     */
    NO_RESOURCES("LEAT-RES-001", Severity.WARNING, "No resource in the file"),
    /**
     * A document lacks {@code apiVersion} or {@code kind}, or is no mapping at all. <em>Remedy:</em> Begin it with
     * {@code apiVersion: connectivity.iotoperations.azure.com/v1} and {@code kind: ...}.
     */
    NOT_A_RESOURCE("LEAT-RES-002", Severity.ERROR, "Not a resource"),
    /**
     * {@code kind} is none of DataflowGraph, Dataflow, DataflowProfile, DataflowEndpoint, RegistryEndpoint in the
     * group {@code connectivity.iotoperations.azure.com}. <em>Remedy:</em> Correct the spelling.
     */
    UNKNOWN_KIND("LEAT-RES-003", Severity.ERROR, "An unknown kind"),
    /**
     * The document or declaration is a resource that Leat has no use for, such as a Deployment. It is passed over.
     * <em>Remedy:</em> Nothing has to be done.
     */
    FOREIGN_RESOURCE("LEAT-RES-004", Severity.INFO, "A resource of another system"),
    /**
     * {@code apiVersion} is not {@code connectivity.iotoperations.azure.com/v1} or {@code /v1beta1} (Secret and
     * ConfigMap: {@code v1}). <em>Remedy:</em> Write one of these.
     */
    UNKNOWN_API_VERSION("LEAT-RES-005", Severity.ERROR, "An unknown API version"),
    /** A key that must be there is not, or has no value. <em>Remedy:</em> Add the key with a value. */
    MISSING_KEY("LEAT-RES-006", Severity.ERROR, "A required key of a resource is missing"),
    /**
     * The object has no such key. Kubernetes refuses it, too. What is hardly misspelled is then read as what it was
     * meant to be. <em>Remedy:</em> Correct the spelling, or remove the key.
     */
    UNKNOWN_KEY("LEAT-RES-007", Severity.ERROR, "An unknown key of a resource"),
    /**
     * A list, a mapping, a text or a number stands where another type of value belongs. <em>Remedy:</em> Write a value
     * of the type that the message names.
     */
    WRONG_TYPE("LEAT-RES-008", Severity.ERROR, "A value of the wrong type in a resource"),
    /**
     * The value is text by definition, and YAML reads it as a number or boolean because it has no quotes. Leat takes
     * the text as it is written; Kubernetes refuses it. <em>Remedy:</em> Put the value in quotes.
     */
    UNQUOTED_TEXT("LEAT-RES-009", Severity.WARNING, "A number or boolean where a resource has text"),
    /**
     * The value is a number or a boolean by definition, and is written as text. Leat takes it; Kubernetes refuses it.
     * <em>Remedy:</em> Write it without quotes.
     */
    QUOTED_VALUE("LEAT-RES-010", Severity.WARNING, "Text where a resource has a number or boolean"),
    /** The value must not be empty or blank. <em>Remedy:</em> Write a value, or remove the key if it is optional. */
    EMPTY_TEXT("LEAT-RES-011", Severity.ERROR, "An empty text in a resource"),
    /** The value is longer than the bound that the message names. <em>Remedy:</em> Choose a shorter one. */
    TEXT_TOO_LONG("LEAT-RES-012", Severity.ERROR, "A text that is too long"),
    /**
     * The key takes certain words only, and this is none of them. <em>Remedy:</em> Use one of those that the hint
     * names.
     */
    UNKNOWN_VALUE("LEAT-RES-013", Severity.ERROR, "A word that is none of the allowed ones"),
    /**
     * The word is known in another spelling of upper and lower case. Leat takes it. <em>Remedy:</em> Spell it as the
     * hint does.
     */
    UNUSUAL_SPELLING("LEAT-RES-014", Severity.INFO, "An unusual spelling in a resource"),
    /**
     * The number is too small, too large, or not whole. <em>Remedy:</em> Write one in the range that the message
     * names.
     */
    OUT_OF_RANGE("LEAT-RES-015", Severity.ERROR, "A number out of its range"),
    /** The list must have at least one item. <em>Remedy:</em> Add one. */
    EMPTY_LIST("LEAT-RES-016", Severity.ERROR, "A list without items"),
    /**
     * {@code status} and {@code provisioningState} are written by what runs the resource; what is given is not read.
     * <em>Remedy:</em> Remove it.
     */
    READ_ONLY_KEY("LEAT-RES-017", Severity.INFO, "A key that the system writes"),
    /**
     * Names of resources and namespaces are made of lower-case letters, digits and {@code -}, with a letter or digit
     * at both ends; resources have 3 to 63 characters (Secret and ConfigMap: up to 253, with dots). <em>Remedy:</em>
     * Choose such a name.
     */
    BAD_NAME("LEAT-RES-018", Severity.ERROR, "A name that is not allowed"),
    /**
     * The text holds a placeholder of the documentation, such as {@code <YOUR_ACR_NAME>}. Leat takes it as it is.
     * <em>Remedy:</em> Write your own value.
     */
    PLACEHOLDER("LEAT-RES-019", Severity.WARNING, "A placeholder was not replaced"),
    /**
     * The product makes names of pods from it, and refuses more than 39 characters. <em>Remedy:</em> Choose a shorter
     * name.
     */
    LONG_PROFILE_NAME("LEAT-RES-020", Severity.WARNING, "A long name of a profile"),
    /** Two resources have the same kind, namespace and name. <em>Remedy:</em> Rename or remove one. */
    DUPLICATE_RESOURCE("LEAT-RES-021", Severity.ERROR, "A resource is given twice"),
    /**
     * An annotation begins with {@code leat.dev/}, and Leat knows none of that name for this kind. It has no effect.
     * <em>Remedy:</em> Correct the spelling.
     */
    UNKNOWN_ANNOTATION("LEAT-RES-022", Severity.WARNING, "An unknown annotation of Leat"),
    /** The value of an annotation of Leat cannot be understood. <em>Remedy:</em> Write it as the hint says. */
    BAD_ANNOTATION("LEAT-RES-023", Severity.ERROR, "A value that an annotation does not take"),
    /**
     * What is written works with Leat, and the product refuses it. <em>Remedy:</em> Remove it before the resource goes
     * elsewhere.
     */
    LEAT_ONLY("LEAT-RES-024", Severity.WARNING, "Only Leat has this"),
    // Data flow graphs.
    /**
     * Neither {@code profileRef} nor an owner reference of kind DataflowProfile names a profile. <em>Remedy:</em> Add
     * {@code profileRef: default}.
     */
    NO_PROFILE("LEAT-RES-025", Severity.ERROR, "A graph of no profile"),
    /** No node has the type Source. <em>Remedy:</em> Add one. */
    NO_SOURCE("LEAT-RES-026", Severity.ERROR, "A graph without source"),
    /** No node has the type Destination. <em>Remedy:</em> Add one. */
    NO_DESTINATION("LEAT-RES-027", Severity.ERROR, "A graph without destination"),
    /**
     * A block of settings stands where the type asks for another one, such as {@code graphSettings} at a node of type
     * Source. <em>Remedy:</em> Remove it, or correct the type.
     */
    SETTINGS_OF_OTHER_TYPE("LEAT-RES-028", Severity.ERROR, "Settings of another type"),
    /** Names of nodes are made of letters, digits, {@code -} and {@code _}. <em>Remedy:</em> Choose such a name. */
    BAD_NODE_NAME("LEAT-RES-029", Severity.ERROR, "A name of a node that is not allowed"),
    /** Two nodes of one graph, or two operations of one data flow, have the same name. <em>Remedy:</em> Rename one. */
    DUPLICATE_NODE("LEAT-RES-030", Severity.ERROR, "Two nodes of one name"),
    /** {@code from} or {@code to} names no node of the graph. <em>Remedy:</em> Correct the name. */
    UNKNOWN_NODE("LEAT-RES-031", Severity.ERROR, "A connection with a node that does not exist"),
    /**
     * Data goes from Source to Graph or Destination, and from Graph to Graph or Destination: nothing leads into a
     * source or out of a destination. <em>Remedy:</em> Turn the connection round, or remove it.
     */
    FORBIDDEN_CONNECTION("LEAT-RES-032", Severity.ERROR, "A connection that cannot be"),
    /** Connections lead from a node back to it. <em>Remedy:</em> Remove one of them. */
    CYCLE("LEAT-RES-033", Severity.ERROR, "Nodes that feed each other"),
    /** Two connections have the same ends; data would go there twice. <em>Remedy:</em> Remove one. */
    DUPLICATE_CONNECTION("LEAT-RES-034", Severity.WARNING, "The same connection twice"),
    /** No data reaches the node, or none leaves it. <em>Remedy:</em> Add a connection, or remove the node. */
    UNCONNECTED_NODE("LEAT-RES-035", Severity.WARNING, "A node without connection"),
    /**
     * Only a graph node has arms, they are "True" and "False", and they are given once: with {@code arm}, or behind
     * the name as in {@code node.output.true}. <em>Remedy:</em> Correct it as the message says.
     */
    BAD_ARM("LEAT-RES-036", Severity.ERROR, "An arm that cannot be"),
    /** Keys are made of letters, digits, {@code -} and {@code _}. <em>Remedy:</em> Choose such a key. */
    BAD_CONFIGURATION_KEY("LEAT-RES-037", Severity.ERROR, "A configuration key that is not allowed"),
    /** The same key stands twice in one configuration; the last one counts. <em>Remedy:</em> Remove one. */
    DUPLICATE_CONFIGURATION_KEY("LEAT-RES-038", Severity.WARNING, "A configuration key is given twice"),
    /** An artifact is {@code name:tag}; the name may have a path. <em>Remedy:</em> Correct it as the message says. */
    BAD_ARTIFACT("LEAT-RES-039", Severity.ERROR, "Not a reference to an artifact"),
    /** Neither a tag nor a digest says which version is meant. <em>Remedy:</em> Add {@code :tag}. */
    ARTIFACT_WITHOUT_VERSION("LEAT-RES-040", Severity.ERROR, "An artifact without version"),
    /**
     * The host comes from the registry endpoint; this one is taken for a part of the path. <em>Remedy:</em> Remove it.
     */
    ARTIFACT_WITH_HOST("LEAT-RES-041", Severity.WARNING, "An artifact with the name of a host"),
    /**
     * The filter breaks MQTT's rules: {@code +} stands alone in its level, {@code #} alone in the last one, and {@code
     * $share/GROUP/FILTER} has a group and a filter. <em>Remedy:</em> Correct it as the message says.
     */
    BAD_TOPIC_FILTER("LEAT-RES-042", Severity.ERROR, "Not a topic filter"),
    /**
     * A topic has no wildcards and no control characters, and is at most 65535 bytes long. <em>Remedy:</em> Correct it
     * as the message says.
     */
    BAD_TOPIC("LEAT-RES-043", Severity.ERROR, "Not a topic to publish to"),
    /**
     * Topics know {@code ${inputTopic}}, {@code ${inputTopic.N}} with N from 1, and, in graphs, {@code
     * ${outputTopic}}. <em>Remedy:</em> Use one of these.
     */
    UNKNOWN_TOPIC_VARIABLE("LEAT-RES-044", Severity.ERROR, "An unknown variable in a topic"),
    /**
     * MQTT's word is {@code $share}; Leat takes the product's {@code $shared} for it. <em>Remedy:</em> Write {@code
     * $share}.
     */
    SHARED_SPELLING("LEAT-RES-045", Severity.INFO, "$shared for $share"),
    /** The same topic stands twice in one list. <em>Remedy:</em> Remove one. */
    DUPLICATE_DATA_SOURCE("LEAT-RES-046", Severity.WARNING, "A data source is given twice"),
    /**
     * Two entries treat the same header; they are applied in order. <em>Remedy:</em> Remove one, if it is not meant.
     */
    DUPLICATE_HEADER("LEAT-RES-047", Severity.WARNING, "A header is treated twice"),
    /**
     * A schema is {@code aio-sr://NAMESPACE/NAME:VERSION}, {@code aio-sr://NAME:VERSION} or {@code NAME:VERSION}.
     * <em>Remedy:</em> Correct it.
     */
    BAD_SCHEMA_REFERENCE("LEAT-RES-048", Severity.ERROR, "Not a reference to a schema"),
    /**
     * Leat has no registry of devices; {@code assetRef} is read, and nothing is inferred from it. <em>Remedy:</em>
     * Name the asset's topic in {@code dataSources}.
     */
    ASSET_NOT_USED("LEAT-RES-049", Severity.INFO, "An asset is not used"),
    /**
     * The id is given twice, the name of the volume claim breaks its rule, or the path is absolute or leads upwards.
     * <em>Remedy:</em> Correct it as the message says.
     */
    BAD_FILE_STORE("LEAT-RES-050", Severity.ERROR, "A file store that cannot be"),
    // Endpoints and profiles.
    /**
     * The address has a scheme, no port, or no valid name where the type of endpoint asks for it. <em>Remedy:</em>
     * Write it as the hint says.
     */
    BAD_HOST("LEAT-RES-051", Severity.ERROR, "Not the address of a host"),
    /**
     * {@code hostType} does not go with {@code endpointType}. <em>Remedy:</em> Remove it, or correct one of the two.
     */
    HOST_TYPE_MISMATCH("LEAT-RES-052", Severity.WARNING, "A host type of another endpoint type"),
    /** The method exists, but not for this type of endpoint. <em>Remedy:</em> Use one of those that the hint names. */
    METHOD_NOT_POSSIBLE("LEAT-RES-053", Severity.ERROR, "An authentication that is not possible here"),
    /**
     * Something else in the resource keeps the setting from having an effect. <em>Remedy:</em> Remove it, or change
     * the other.
     */
    SETTING_WITHOUT_EFFECT("LEAT-RES-054", Severity.WARNING, "A setting without effect"),
    /**
     * X.509 certificates authenticate within TLS, which is disabled. <em>Remedy:</em> Enable TLS, or use another
     * method.
     */
    NO_TLS("LEAT-RES-055", Severity.ERROR, "A certificate without TLS"),
    /**
     * TLS is disabled, and the method sends a secret that everybody on the way can read. <em>Remedy:</em> Enable TLS.
     */
    SECRET_IN_THE_CLEAR("LEAT-RES-056", Severity.WARNING, "A password or token in the clear"),
    /**
     * The type (DataExplorer, DataLakeStorage, FabricOneLake, LocalStorage) is read, and nothing can use it.
     * <em>Remedy:</em> Use MQTT, Kafka or OpenTelemetry.
     */
    ENDPOINT_NOT_RUN("LEAT-RES-057", Severity.WARNING, "An endpoint that Leat does not run"),
    // Data flows, secrets.
    /**
     * A data flow is one source, at most one transformation, and one destination, in this order. <em>Remedy:</em>
     * Correct the list.
     */
    BAD_OPERATIONS("LEAT-RES-058", Severity.ERROR, "Operations that make no data flow"),
    /**
     * Leat does not run built-in transformations (datasets, filter, map). <em>Remedy:</em> Use a data flow graph with
     * a module.
     */
    TRANSFORMATION_NOT_RUN("LEAT-RES-059", Severity.ERROR, "A built-in transformation"),
    /**
     * A value under {@code data} or {@code binaryData} is not base64. <em>Remedy:</em> Encode it, or put it under
     * {@code stringData} (ConfigMap: {@code data}) as it is.
     */
    BAD_BASE64("LEAT-RES-060", Severity.ERROR, "Not base64"),
    /**
     * A key stands under both {@code data} and {@code stringData} (ConfigMap: {@code data} and {@code binaryData});
     * the latter counts. <em>Remedy:</em> Remove one.
     */
    VALUE_TWICE("LEAT-RES-061", Severity.WARNING, "A value is given twice"),
    // Between resources.
    /**
     * No resource of that kind and name is among what was read. It may exist elsewhere; a server waits for it.
     * <em>Remedy:</em> Correct the name, or add the resource.
     */
    UNKNOWN_REFERENCE("LEAT-RES-062", Severity.WARNING, "A reference to nothing"),
    /**
     * Sources are MQTT or Kafka; destinations are MQTT, Kafka or OpenTelemetry. <em>Remedy:</em> Name another
     * endpoint.
     */
    ENDPOINT_NOT_USABLE("LEAT-RES-063", Severity.ERROR, "An endpoint of the wrong type"),
    /**
     * The endpoint of a Kafka source must have a {@code consumerGroupId}. <em>Remedy:</em> Add it to the endpoint's
     * {@code kafkaSettings}.
     */
    NO_CONSUMER_GROUP("LEAT-RES-064", Severity.ERROR, "A Kafka source without consumer group"),
    /**
     * Source and destination have the same endpoint, and the destination's topic is among the source's.
     * <em>Remedy:</em> Choose another topic.
     */
    LOOP("LEAT-RES-065", Severity.ERROR, "What goes out comes in again"),
    /**
     * Neither source nor destination is the local MQTT broker, which the product asks for in every data flow. Leat
     * runs it. <em>Remedy:</em> Nothing has to be done for Leat.
     */
    NO_LOCAL_BROKER("LEAT-RES-066", Severity.WARNING, "No local broker"),
    /**
     * Names are made of up to 249 letters, digits, {@code .}, {@code _} and {@code -}; there are no wildcards and no
     * variables. <em>Remedy:</em> Correct it.
     */
    BAD_KAFKA_TOPIC("LEAT-RES-067", Severity.ERROR, "Not a Kafka topic"),
    /**
     * MQTT, Kafka and OpenTelemetry endpoints write messages as they are, or JSON; Parquet and Delta are for storage.
     * <em>Remedy:</em> Remove {@code outputSchemaSettings}, or write Json.
     */
    FORMAT_NOT_WRITTEN("LEAT-RES-068", Severity.ERROR, "A format that the endpoint does not write"),
    /**
     * Event Grid lets one session have a client ID; a profile with more than one instance loses it again and again.
     * <em>Remedy:</em> Set {@code instanceCount: 1}.
     */
    ONE_INSTANCE_NEEDED("LEAT-RES-069", Severity.WARNING, "More instances than the source bears"),
    /** The Secret or ConfigMap is there, and lacks what its user reads. <em>Remedy:</em> Add the key. */
    MISSING_SECRET_KEY("LEAT-RES-070", Severity.ERROR, "A secret without the key that is read"),
    /** Pull secrets have the type {@code kubernetes.io/dockerconfigjson}. <em>Remedy:</em> Set the type. */
    WRONG_SECRET_TYPE("LEAT-RES-071", Severity.WARNING, "A secret of another type"),
    /**
     * The Secret or ConfigMap is not among what was read. It may come from files or the environment. <em>Remedy:</em>
     * Check the name.
     */
    UNKNOWN_SECRET("LEAT-RES-072", Severity.INFO, "A secret that is not among the files"),
    // Bicep.
    /**
     * The text breaks Bicep's grammar. The declaration is passed over; what stands after it is read. <em>Remedy:</em>
     * Correct the text at, or just before, the place.
     */
    BICEP_SYNTAX("LEAT-RES-073", Severity.ERROR, "Not valid Bicep"),
    /**
     * Leat knows params, variables, strings with interpolation, resources, parents, objects and arrays; no functions,
     * operators, loops, conditions or modules. <em>Remedy:</em> Write the value out, or build the file with Bicep
     * first.
     */
    BICEP_NOT_SUPPORTED("LEAT-RES-074", Severity.ERROR, "Bicep that Leat does not know"),
    /**
     * A second quote follows the end of a resource's type, as in the guide. Bicep refuses it. <em>Remedy:</em> Remove
     * it.
     */
    STRAY_QUOTE("LEAT-RES-075", Severity.WARNING, "A quote too many"),
    /**
     * No param, variable or resource of that name is declared, or it has no such property. <em>Remedy:</em> Correct
     * the name.
     */
    UNKNOWN_SYMBOL("LEAT-RES-076", Severity.ERROR, "An unknown name in Bicep"),
    /** Two declarations have the same name. <em>Remedy:</em> Rename one. */
    DUPLICATE_SYMBOL("LEAT-RES-077", Severity.ERROR, "A Bicep name is declared twice"),
    /** The param has no default, and no value was given. <em>Remedy:</em> Give it: {@code --parameter NAME=VALUE}. */
    MISSING_PARAMETER("LEAT-RES-078", Severity.ERROR, "A parameter without value"),
    /** No Bicep file that was read declares a param of that name. <em>Remedy:</em> Correct the name. */
    UNKNOWN_PARAMETER("LEAT-RES-079", Severity.WARNING, "A value for no parameter"),
    /**
     * The value that was given, or the default, is not of the type that the param declares. <em>Remedy:</em> Give one
     * of that type.
     */
    BAD_PARAMETER("LEAT-RES-080", Severity.ERROR, "A value of another type than the parameter"),
    /**
     * The version behind {@code @} is none that Leat knows; the resource is read all the same. <em>Remedy:</em> Write
     * a known one, such as 2025-10-01.
     */
    UNKNOWN_ARM_VERSION("LEAT-RES-081", Severity.WARNING, "An unknown version of the resource provider"),
    /**
     * A child resource needs the parent that its type names: an instance, or a profile for graphs and data flows;
     * {@code profileRef} is that parent. <em>Remedy:</em> Set {@code parent} to such a resource.
     */
    BAD_PARENT("LEAT-RES-082", Severity.ERROR, "A parent that cannot be"),
    /**
     * Variables used many times make a text of more than 65536 characters, or more than 200 000 values.
     * <em>Remedy:</em> Write less.
     */
    TOO_LARGE("LEAT-RES-083", Severity.ERROR, "Bicep that unfolds to too much");

    private final String code;
    private final Severity severity;
    private final String title;

    ResourceProblem(String code, Severity severity, String title) {
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
