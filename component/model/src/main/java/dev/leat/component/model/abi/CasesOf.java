package dev.leat.component.model.abi;

import dev.leat.component.model.Result;
import dev.leat.component.model.Unit;
import dev.leat.component.model.Variant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How Java tells the cases of variants, enums, options and results apart. */
final class CasesOf {

    private CasesOf() {}

    static final VariantCodec.Cases OPTIONAL = new VariantCodec.Cases() {
        @Override
        public int index(Object value) {
            return optionalIndex(value);
        }

        @Override
        public Object payload(Object value, int index) {
            return optionalPayload(value);
        }

        @Override
        public Object make(int index, @Nullable Object payload) {
            return index == 0 ? Optional.empty() : Optional.of(Objects.requireNonNull(payload));
        }
    };

    static final VariantCodec.Cases RESULT = new VariantCodec.Cases() {
        @Override
        public int index(Object value) {
            return resultIndex(value);
        }

        @Override
        public Object payload(Object value, int index) {
            return resultPayload(value);
        }

        @Override
        public Object make(int index, @Nullable Object payload) {
            Object carried = payload == null ? Unit.UNIT : payload;
            return index == 0 ? Result.ok(carried) : Result.err(carried);
        }
    };

    static int optionalIndex(Object value) {
        return ((Optional<?>) value).isPresent() ? 1 : 0;
    }

    static Object optionalPayload(Object value) {
        return ((Optional<?>) value).orElseThrow();
    }

    static int resultIndex(Object value) {
        return switch ((Result<?, ?>) value) {
            case Result.Ok<?, ?> ok -> 0;
            case Result.Err<?, ?> err -> 1;
        };
    }

    static Object resultPayload(Object value) {
        return switch ((Result<?, ?>) value) {
            case Result.Ok<?, ?> ok -> ok.value();
            case Result.Err<?, ?> err -> err.error();
        };
    }

    static VariantCodec.Cases variants(List<String> names) {
        return new VariantCodec.Cases() {
            @Override
            public int index(Object value) {
                return indexOf(names, ((Variant) value).name());
            }

            @Override
            public Object payload(Object value, int index) {
                return ((Variant) value)
                        .payload()
                        .orElseThrow(() ->
                                new IllegalArgumentException("the case " + names.get(index) + " needs a payload"));
            }

            @Override
            public Object make(int index, @Nullable Object payload) {
                return new Variant(names.get(index), Optional.ofNullable(payload));
            }
        };
    }

    /** Cases without payloads: the objects themselves, in order. */
    static VariantCodec.Cases names(List<?> names) {
        return new VariantCodec.Cases() {
            @Override
            public int index(Object value) {
                return indexOf(names, value);
            }

            @Override
            public Object payload(Object value, int index) {
                throw new IllegalStateException("an enum carries nothing");
            }

            @Override
            public Object make(int index, @Nullable Object payload) {
                return names.get(index);
            }
        };
    }

    private static int indexOf(List<?> names, Object value) {
        int index = names.indexOf(value);
        if (index < 0) {
            throw new IllegalArgumentException(value + " is none of " + names);
        }
        return index;
    }

    /**
     * A case as a Java record.
     *
     * @param wrapper makes the record around a payload, or without one; empty where the payload is the record itself
     */
    record JavaCase(Class<?> type, Optional<Shape> wrapper, boolean payload) {}

    static VariantCodec.Cases classes(List<JavaCase> cases) {
        return new Classes(cases);
    }

    /** Cases that are Java records, told apart by their classes. */
    static final class Classes implements VariantCodec.Cases {

        private final List<JavaCase> cases;
        private final Class<?>[] types;
        private final @Nullable Shape[] wrappers;

        private Classes(List<JavaCase> cases) {
            this.cases = List.copyOf(cases);
            this.types = cases.stream().map(JavaCase::type).toArray(Class<?>[]::new);
            this.wrappers =
                    cases.stream().map(one -> one.wrapper().orElse(null)).toArray(Shape[]::new);
        }

        List<JavaCase> cases() {
            return cases;
        }

        @Override
        public int index(Object value) {
            Class<?> type = value.getClass();
            for (int i = 0; i < types.length; i++) {
                if (types[i] == type) {
                    return i;
                }
            }
            throw none(type);
        }

        static IllegalArgumentException none(Class<?> type) {
            return new IllegalArgumentException(type + " is no case of the variant");
        }

        @Override
        public Object payload(Object value, int index) {
            Shape wrapper = wrappers[index];
            return wrapper == null ? value : wrapper.part(value, 0);
        }

        @Override
        public Object make(int index, @Nullable Object payload) {
            Shape wrapper = wrappers[index];
            if (wrapper == null) {
                return Objects.requireNonNull(payload);
            }
            return wrapper.make(payload == null ? new Object[0] : new Object[] {payload});
        }
    }
}
