package dev.leat.service.schema;

import com.fasterxml.jackson.databind.JsonNode;

/** Finds numbers that are short to write and that arithmetic would take all memory for, such as 1e999999999. */
final class Numbers {

    /** A double has a few more than 300 before its point or behind. */
    static final int MOST_DIGITS = 400;

    private Numbers() {}

    static boolean areVast(JsonNode node) {
        if (node.isContainerNode()) {
            for (JsonNode part : node) {
                if (areVast(part)) {
                    return true;
                }
            }
            return false;
        }
        return node.isBigDecimal() && Math.abs((long) node.decimalValue().scale()) > MOST_DIGITS;
    }
}
