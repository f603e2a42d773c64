package dev.leat.component.model.binary;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** One definition of a component, as written: indices are not resolved. */
public sealed interface Definition {

    /** What an index counts. */
    enum Sort {
        CORE_FUNCTION,
        CORE_TABLE,
        CORE_MEMORY,
        CORE_GLOBAL,
        CORE_TAG,
        CORE_TYPE,
        CORE_MODULE,
        CORE_INSTANCE,
        FUNCTION,
        VALUE,
        TYPE,
        COMPONENT,
        INSTANCE
    }

    /** An index of a sort. */
    record Reference(Sort sort, int index) {}

    /** A name and what stands behind it. */
    record Named(String name, Reference reference) {}

    /** @param module index of the module among all modules of the binary */
    record CoreModule(int module) implements Definition {}

    /** A core instance made from a module; arguments name core instances. */
    record CoreInstantiate(int module, List<Named> arguments) implements Definition {}

    /** A core instance put together from items. */
    record CoreBundle(List<Named> exports) implements Definition {}

    record CoreTypeDefinition(CoreTypeExpression type) implements Definition {}

    record NestedComponent(ComponentBody body) implements Definition {}

    record Instantiate(int component, List<Named> arguments) implements Definition {}

    /** An instance put together from items. */
    record Bundle(List<Named> exports) implements Definition {}

    record AliasExport(Sort sort, int instance, String name) implements Definition {}

    record AliasCoreExport(Sort sort, int instance, String name) implements Definition {}

    /** @param depth how many components outwards; 0 is this one */
    record AliasOuter(Sort sort, int depth, int index) implements Definition {}

    record TypeDefinition(TypeExpression type) implements Definition {}

    record Lift(int coreFunction, Options options, int type) implements Definition {}

    record Lower(int function, Options options) implements Definition {}

    record ResourceNew(int type) implements Definition {}

    record ResourceDrop(int type) implements Definition {}

    record ResourceRep(int type) implements Definition {}

    /** A canonical function of the async or threads features. */
    record UnsupportedCanon(String name) implements Definition {}

    record Import(String name, ExternDescription description) implements Definition {}

    record Export(String name, Reference reference, Optional<ExternDescription> description) implements Definition {}

    /** How strings lie in memory. */
    enum Encoding {
        UTF8,
        UTF16,
        LATIN1_UTF16
    }

    /** The options of a lift or lower. */
    record Options(
            Encoding encoding,
            OptionalInt memory,
            OptionalInt realloc,
            OptionalInt postReturn,
            boolean async,
            OptionalInt callback) {}

    /** What an import or export is declared to be. */
    sealed interface ExternDescription {
        record CoreModuleOf(int coreType) implements ExternDescription {}

        record FunctionOf(int type) implements ExternDescription {}

        record TypeEqual(int type) implements ExternDescription {}

        record SubResource() implements ExternDescription {}

        record ComponentOf(int type) implements ExternDescription {}

        record InstanceOf(int type) implements ExternDescription {}
    }

    /** A core type as written. */
    sealed interface CoreTypeExpression {
        record Plain(CoreType type) implements CoreTypeExpression {}

        record ModuleOf(List<CoreDeclaration> declarations) implements CoreTypeExpression {}
    }

    /** A line of a core module type. */
    sealed interface CoreDeclaration {
        record ImportOf(String module, String name, CoreExternDescription description) implements CoreDeclaration {}

        record ExportOf(String name, CoreExternDescription description) implements CoreDeclaration {}

        record TypeOf(CoreTypeExpression type) implements CoreDeclaration {}

        record AliasOf(int depth, int index) implements CoreDeclaration {}
    }

    /** What a core module type says of an import or export; functions and tags by type index. */
    sealed interface CoreExternDescription {
        record Known(CoreType type) implements CoreExternDescription {}

        record FunctionOf(int type) implements CoreExternDescription {}

        record TagOf(int type) implements CoreExternDescription {}
    }

    /** A component's definitions in their order, and its custom sections. */
    record ComponentBody(List<Definition> definitions, Map<String, byte[]> customSections) {}
}
