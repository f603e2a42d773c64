package dev.leat.service.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A type of a Delta schema, and which JSON values are of it. */
sealed interface DeltaType {

    Pattern DECIMAL = Pattern.compile("decimal(?:\\(\\s*(\\d{1,2})\\s*,\\s*(\\d{1,2})\\s*\\))?");

    /** Adds what of the value is not of this type. */
    void check(JsonNode value, String at, Found found);

    /** What was found so far, and what may still be looked at. */
    record Found(Violations violations, Work work) {
        void add(String violation) {
            work.spend(Work.VIOLATION);
            violations.add(violation);
        }
    }

    record Field(DeltaType type, boolean nullable) {}

    record Struct(Map<String, Field> fields) implements DeltaType {
        @Override
        public void check(JsonNode value, String at, Found found) {
            if (!value.isObject()) {
                found.add(wrong(value, at, "an object"));
                return;
            }
            found.work().spend(Work.KEYWORD * (1L + fields.size()));
            fields.forEach((name, field) -> {
                String place = at + "/" + escape(name);
                JsonNode one = value.path(name);
                if (!one.isMissingNode() && !one.isNull()) {
                    field.type().check(one, place, found);
                } else if (!field.nullable()) {
                    found.add(place + ": " + (one.isNull() ? "is null" : "is missing") + ", and is not nullable");
                }
            });
        }
    }

    record Array(DeltaType element, boolean containsNull) implements DeltaType {
        @Override
        public void check(JsonNode value, String at, Found found) {
            if (!value.isArray()) {
                found.add(wrong(value, at, "an array"));
                return;
            }
            for (int index = 0; index < value.size(); index++) {
                DeltaType.part(value.get(index), element, containsNull, at + "/" + index, found);
            }
        }
    }

    record MapOf(DeltaType value, boolean containsNull) implements DeltaType {
        @Override
        public void check(JsonNode node, String at, Found found) {
            if (!node.isObject()) {
                found.add(wrong(node, at, "an object"));
                return;
            }
            node.properties()
                    .forEach(entry -> DeltaType.part(
                            entry.getValue(), value, containsNull, at + "/" + escape(entry.getKey()), found));
        }
    }

    /** @param precision how many digits at most, of which {@code scale} stand behind the point */
    record Decimal(int precision, int scale) implements DeltaType {
        @Override
        public void check(JsonNode value, String at, Found found) {
            Optional<BigDecimal> number = number(value);
            if (number.isEmpty()) {
                found.add(wrong(value, at, "a number"));
                return;
            }
            BigDecimal decimal = number.get();
            // Neither is worked out in digits: 1e1000000000 is a short text.
            int lowest = decimal.signum() == 0 ? 0 : lowestDigit(decimal);
            long highest = (long) decimal.precision() - decimal.scale();
            if (decimal.signum() != 0 && (-lowest > scale || highest > precision - scale)) {
                found.add(wrong(value, at, "a decimal(" + precision + "," + scale + ")"));
            }
        }

        private static int lowestDigit(BigDecimal decimal) {
            return -decimal.stripTrailingZeros().scale();
        }

        private static Optional<BigDecimal> number(JsonNode value) {
            if (value.isNumber()) {
                return Optional.of(value.decimalValue());
            }
            try {
                return value.isTextual() && value.textValue().length() < 100
                        ? Optional.of(new BigDecimal(value.textValue()))
                        : Optional.empty();
            } catch (NumberFormatException noNumber) {
                return Optional.empty();
            }
        }
    }

    /** The types without parts. */
    enum Primitive implements DeltaType {
        STRING("a string"),
        BOOLEAN("a boolean"),
        BYTE("an integer from -128 to 127", Byte.MIN_VALUE, Byte.MAX_VALUE),
        SHORT("an integer from -32768 to 32767", Short.MIN_VALUE, Short.MAX_VALUE),
        INTEGER("a 32-bit integer", Integer.MIN_VALUE, Integer.MAX_VALUE),
        LONG("a 64-bit integer", Long.MIN_VALUE, Long.MAX_VALUE),
        FLOAT("a number"),
        DOUBLE("a number"),
        BINARY("bytes in base64"),
        DATE("a date such as 2026-11-26"),
        TIMESTAMP("a time such as 2026-11-26T01:02:03Z"),
        TIMESTAMP_NTZ("a time without zone such as 2026-11-26T01:02:03");

        private final String words;
        private final long least;
        private final long most;

        Primitive(String words) {
            this(words, 0, 0);
        }

        Primitive(String words, long least, long most) {
            this.words = words;
            this.least = least;
            this.most = most;
        }

        @Override
        public void check(JsonNode value, String at, Found found) {
            boolean fits = switch (this) {
                case STRING -> value.isTextual();
                case BOOLEAN -> value.isBoolean();
                case BYTE, SHORT, INTEGER, LONG -> isInteger(value);
                case FLOAT, DOUBLE -> value.isNumber();
                case BINARY -> value.isTextual() && isBase64(value.textValue());
                case DATE -> value.isTextual() && Times.isDate(value.textValue());
                case TIMESTAMP -> value.isTextual() && Times.isInstant(value.textValue());
                case TIMESTAMP_NTZ -> value.isTextual() && Times.isLocal(value.textValue());
            };
            if (!fits) {
                found.add(wrong(value, at, words));
            }
        }

        private boolean isInteger(JsonNode value) {
            if (value.isIntegralNumber()) {
                BigInteger number = value.bigIntegerValue();
                return number.bitLength() <= 63 && number.longValue() >= least && number.longValue() <= most;
            }
            // 1.0 is an integer, as JSON Schema has it. A number past 20 digits is none, whatever its exponent.
            if (!value.isNumber()) {
                return false;
            }
            BigDecimal number = value.decimalValue();
            if (number.signum() == 0) {
                return true;
            }
            BigDecimal shortest = number.stripTrailingZeros();
            return shortest.scale() <= 0
                    && (long) shortest.precision() - shortest.scale() <= 20
                    && shortest.compareTo(BigDecimal.valueOf(least)) >= 0
                    && shortest.compareTo(BigDecimal.valueOf(most)) <= 0;
        }

        private static boolean isBase64(String text) {
            try {
                return Base64.getDecoder().decode(text) != null;
            } catch (IllegalArgumentException other) {
                return false;
            }
        }
    }

    /** The type with this name, such as {@code long} or {@code decimal(10,2)}. */
    static Optional<DeltaType> named(String name) {
        Matcher decimal = DECIMAL.matcher(name);
        if (decimal.matches()) {
            int precision = decimal.group(1) == null ? 10 : Integer.parseInt(decimal.group(1));
            int scale = decimal.group(2) == null ? 0 : Integer.parseInt(decimal.group(2));
            return precision >= 1 && precision <= 38 && scale <= precision
                    ? Optional.of(new Decimal(precision, scale))
                    : Optional.empty();
        }
        for (Primitive type : Primitive.values()) {
            if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    private static void part(JsonNode value, DeltaType type, boolean nullable, String at, Found found) {
        if (!value.isNull()) {
            type.check(value, at, found);
        } else if (!nullable) {
            found.add(at + ": is null, and is not nullable");
        }
    }

    private static String wrong(JsonNode value, String at, String wanted) {
        String is = switch (value.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "the string '" + Wording.cut(value.textValue(), 60) + "'";
            case NUMBER -> "the number " + Wording.cut(value.toString(), 60);
            case BOOLEAN -> value.toString();
            case NULL -> "null";
            case BINARY, MISSING, POJO -> value.getNodeType().toString();
        };
        return (at.isEmpty() ? "/" : at) + ": is " + is + ", and should be " + wanted;
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
