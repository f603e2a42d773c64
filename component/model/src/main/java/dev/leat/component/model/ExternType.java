package dev.leat.component.model;

import dev.leat.component.model.type.FunctionType;
import dev.leat.component.model.type.ResourceType;
import dev.leat.component.model.type.ValueType;
import java.util.Map;

/** What a component imports or exports under a name. */
public sealed interface ExternType {

    record FunctionExtern(FunctionType type) implements ExternType {}

    /** @param items by name, in the order of the component */
    record InstanceExtern(Map<String, ExternType> items) implements ExternType {}

    record ValueTypeExtern(ValueType type) implements ExternType {}

    record ResourceExtern(ResourceType type) implements ExternType {}

    /** A type of functions, components or instances; a component; or a core module. */
    record OtherExtern(String kind) implements ExternType {}
}
