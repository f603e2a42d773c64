package dev.leat.component.endive;

import dev.leat.component.core.CoreModuleException;
import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.objectweb.asm.MethodTooLargeException;
import run.endive.compiler.InterpreterFallback;
import run.endive.compiler.internal.ByteClassCollector;
import run.endive.compiler.internal.Compiler;
import run.endive.compiler.internal.CompilerResult;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;

/**
 * Turns a binary into classes, or finds them in the cache.
 *
 * <p>Uses the compiler as Endive's own build-time generator does, {@code run.endive.compiler.internal.Compiler}, which
 * is exported: unlike {@code MachineFactoryCompiler} it says which functions it left to the interpreter, and does not
 * load the classes, which {@link SupportClass} changes first.
 */
final class ModuleCompiler {

    private static final System.Logger LOG = System.getLogger(ModuleCompiler.class.getName());

    private final Optional<ClassCache> cache;

    ModuleCompiler(Optional<ClassCache> cache) {
        this.cache = cache;
    }

    /**
     * @param digest the SHA-256 of the binary, in hexadecimal digits
     * @throws CoreModuleException where the binary is no valid module or uses what is not supported
     */
    CompiledModule compile(String digest, byte[] binary) {
        NumberedImports numbered = NumberedImports.of(binary);
        Optional<ModuleClasses> cached = cache.flatMap(source -> source.load(digest));
        // What is in the cache under its digest has been valid once.
        WasmModule parsed = parse(numbered.binary(), cached.isEmpty());
        ModuleClasses classes = cached.orElseGet(() -> compileAndStore(digest, GuestFrames.className(digest), parsed));
        if (!classes.interpreted().isEmpty()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0} of {1} functions are too large for a JVM method and are interpreted; the wasmtime engine runs "
                            + "such modules faster (it needs libwasmtime)",
                    classes.interpreted().size(),
                    parsed.functionSection().functionCount());
        }
        WasmModule module = IndirectCallThunks.add(parsed, classes.interpreted());
        FunctionTypes types = new FunctionTypes(module.typeSection());
        ModuleLoader loader = new ModuleLoader(Interpreter.putInto(classes), types);
        return new CompiledModule(
                module, numbered.names(), loader, !classes.interpreted().isEmpty());
    }

    private static WasmModule parse(byte[] binary, boolean validate) {
        try {
            WasmModule module =
                    Parser.builder().withValidation(validate).build().parse(() -> new ByteArrayInputStream(binary));
            UnsupportedFeatures.refuse(module);
            return module;
        } catch (CoreModuleException refused) {
            throw refused;
        } catch (RuntimeException | AssertionError e) {
            // The parser does not expect damaged binaries: it runs out of its buffer, or asserts what does not hold.
            throw new CoreModuleException("not a valid core module: " + e.getMessage(), e);
        }
    }

    private ModuleClasses compileAndStore(String digest, String className, WasmModule module) {
        ModuleClasses classes = SupportClass.adapt(compileClasses(className, module));
        cache.ifPresent(target -> target.store(digest, classes));
        return classes;
    }

    private static ModuleClasses compileClasses(String className, WasmModule module) {
        SortedSet<Integer> interpreted = HugeFunctions.find(module);
        while (true) {
            try {
                return compileClasses(className, IndirectCallThunks.add(module, interpreted), interpreted);
            } catch (WasmEngineException | MethodTooLargeException e) {
                int tooLarge = HugeFunctions.tooLarge(e)
                        .orElseThrow(() -> new CoreModuleException("cannot be compiled: " + e.getMessage(), e));
                interpreted = new TreeSet<>(interpreted);
                interpreted.add(tooLarge);
            }
        }
    }

    /** Compiles all functions but those that are to be interpreted; fails where one more is too large. */
    static ModuleClasses compileClasses(String className, WasmModule module, SortedSet<Integer> interpreted) {
        try {
            CompilerResult result = Compiler.builder(module)
                    .withClassName(className)
                    .withInterpreterFallback(InterpreterFallback.FAIL)
                    .withInterpretedFunctions(interpreted)
                    .withClassCollectorFactory(ByteClassCollector::new)
                    .build()
                    .compile();
            Map<String, byte[]> classes = new TreeMap<>();
            // Endive writes some of the names with slashes.
            result.collector().classBytes().forEach((name, bytes) -> classes.put(name.replace('/', '.'), bytes));
            return new ModuleClasses(result.collector().mainClassName(), classes, interpreted);
        } catch (IllegalArgumentException e) {
            throw new CoreModuleException(
                    "the endive engine cannot compile it (" + e.getMessage() + "); the wasmtime engine may", e);
        }
    }
}
