package dev.leat.component.endive;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;

/**
 * Defines the classes of one compiled module, each when it is first needed. The loader is also how generated code and
 * stack traces find back to their module.
 */
final class ModuleLoader extends ClassLoader {

    private final FunctionTypes types;
    private final Map<String, byte[]> pending;
    private final MethodHandle constructor;

    ModuleLoader(ModuleClasses classes, FunctionTypes types) {
        super(classes.mainClass(), ModuleLoader.class.getClassLoader());
        this.types = types;
        this.pending = new ConcurrentHashMap<>(classes.classes());
        try {
            this.constructor = MethodHandles.publicLookup()
                    .findConstructor(loadClass(classes.mainClass()), MethodType.methodType(void.class, Instance.class))
                    .asType(MethodType.methodType(Machine.class, Instance.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the compiled module has no class " + classes.mainClass(), e);
        }
    }

    /** The types of the module that the class was compiled from. */
    static FunctionTypes typesOf(Class<?> generated) {
        return ((ModuleLoader) generated.getClassLoader()).types;
    }

    FunctionTypes types() {
        return types;
    }

    Machine newMachine(Instance instance) {
        try {
            return (Machine) constructor.invokeExact(instance);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new LinkageError("a generated constructor throws no checked exception", e);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte @Nullable [] bytes = pending.remove(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }
}
