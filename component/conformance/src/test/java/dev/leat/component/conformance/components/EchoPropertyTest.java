package dev.leat.component.conformance.components;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.component.conformance.Engines;
import dev.leat.component.core.CoreEngineProvider;
import dev.leat.component.model.ComponentInstance;
import dev.leat.component.model.ExternType;
import dev.leat.component.model.InstanceLimits;
import dev.leat.component.model.LinkedComponent;
import dev.leat.component.model.Linker;
import dev.leat.component.model.type.FunctionType;
import dev.leat.component.model.type.ValueType;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Named;

/** What goes through a guest's identity function comes back equal, on every engine. */
class EchoPropertyTest {

    private static final String VALUES = "leat:fixtures/values";

    private static final List<Echo> ECHOES =
            Engines.available().map(Named::getPayload).map(Echo::new).toList();

    private static final Map<String, FunctionType> FUNCTIONS = functions();

    /** One engine's instance of echo.wasm. */
    private static final class Echo {
        private final String engine;
        private final LinkedComponent linked;
        private final Map<String, LinkedComponent.PlannedFunction> planned = new HashMap<>();
        private ComponentInstance instance;

        Echo(CoreEngineProvider provider) {
            this.engine = provider.name();
            this.linked = new Linker(MethodHandles.lookup()).link(ComponentContract.compiled(provider, "echo", true));
            this.instance = linked.instantiate(InstanceLimits.DEFAULT);
        }

        Object call(String function, Type java, Object value) {
            LinkedComponent.PlannedFunction plan = planned.computeIfAbsent(
                    function + " " + java.getTypeName(),
                    any -> linked.function(List.of(VALUES, function), List.of(java), java));
            try {
                return instance.function(plan).call(value).orElseThrow();
            } catch (RuntimeException failure) {
                // The next try, and those that shrink this one, get an instance that can be called.
                instance.close();
                instance = linked.instantiate(InstanceLimits.DEFAULT);
                throw failure;
            }
        }
    }

    private static Map<String, FunctionType> functions() {
        Map<String, FunctionType> functions = new TreeMap<>();
        ExternType values = ECHOES.getFirst().linked.component().exports().get(VALUES);
        ((ExternType.InstanceExtern) values).items().forEach((name, item) -> {
            if (name.startsWith("echo-") && item instanceof ExternType.FunctionExtern function) {
                functions.put(name, function.type());
            }
        });
        return functions;
    }

    /** A value for one of the guest's functions. */
    record Sample(String function, Type java, Object value) {
        @Override
        public String toString() {
            return function + " as " + java.getTypeName() + ": " + Values.comparable(value);
        }
    }

    private static Arbitrary<Sample> samples(String function, Type java) {
        return Values.of(FUNCTIONS.get(function).parameterTypes().getFirst(), java)
                .map(value -> new Sample(function, java, value));
    }

    private static void comesBackEqual(Sample sample) {
        for (Echo echo : ECHOES) {
            Object answer = echo.call(sample.function(), sample.java(), sample.value());
            assertThat(Values.comparable(answer))
                    .as("%s on %s", sample, echo.engine)
                    .isEqualTo(Values.comparable(sample.value()));
        }
    }

    @Provide
    Arbitrary<Sample> natural() {
        return Arbitraries.oneOf(FUNCTIONS.keySet().stream()
                .map(function -> samples(function, Object.class))
                .toList());
    }

    @Property(tries = 6000, edgeCases = EdgeCasesMode.NONE)
    void valuesInTheirNaturalFormComeBackEqual(@ForAll("natural") Sample sample) {
        comesBackEqual(sample);
    }

    @Provide
    Arbitrary<Sample> typed() {
        return Arbitraries.oneOf(Arrays.stream(EchoTypes.class.getDeclaredMethods())
                .map(method -> samples(function(method), method.getGenericReturnType()))
                .toList());
    }

    private static String function(Method method) {
        return method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    @Property(tries = 6000, edgeCases = EdgeCasesMode.NONE)
    void valuesInJavaTypesOfOnesOwnComeBackEqual(@ForAll("typed") Sample sample) {
        comesBackEqual(sample);
    }

    @Provide
    Arbitrary<Sample> integers() {
        List<Arbitrary<Sample>> all = FUNCTIONS.entrySet().stream()
                .filter(entry -> entry.getKey().matches("echo-[us]\\d+"))
                .flatMap(entry -> {
                    int bits = Integer.parseInt(entry.getKey().substring("echo-u".length()));
                    return List.<Class<?>>of(
                                    byte.class,
                                    Byte.class,
                                    short.class,
                                    Short.class,
                                    int.class,
                                    Integer.class,
                                    long.class,
                                    Long.class)
                            .stream()
                            .filter(java -> width(java) >= bits)
                            .map(java -> samples(entry.getKey(), java));
                })
                .toList();
        return Arbitraries.oneOf(all);
    }

    private static int width(Class<?> java) {
        return java == byte.class || java == Byte.class
                ? 8
                : java == short.class || java == Short.class
                        ? 16
                        : java == int.class || java == Integer.class ? 32 : 64;
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void integersComeBackEqualInEachJavaIntegerThatIsWideEnough(@ForAll("integers") Sample sample) {
        comesBackEqual(sample);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void listsOfManyElementsComeBackEqual(@ForAll("longLists") Sample sample) {
        comesBackEqual(sample);
    }

    @Provide
    Arbitrary<Sample> longLists() {
        return Arbitraries.of("echo-words", "echo-strings", "echo-options", "echo-flags-list", "echo-pairs")
                .flatMap(function -> {
                    ValueType.ListOf list = (ValueType.ListOf)
                            FUNCTIONS.get(function).parameterTypes().getFirst();
                    return Values.of(list.element(), Object.class)
                            .list()
                            .ofMaxSize(1000)
                            .map(value -> new Sample(function, Object.class, value));
                });
    }

    @Provide
    Arbitrary<String> text() {
        return Values.strings();
    }

    @Property(tries = 300)
    void strings(@ForAll("text") String text) {
        comesBackEqual(new Sample("echo-string", String.class, text));
    }
}
