package dev.leat.component.endive;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.commons.SimpleRemapper;
import run.endive.runtime.InterpreterMachine;
import run.endive.runtime.internal.CompilerInterpreterMachine;

/**
 * A copy of Endive's interpreter that does not look at the thread's interrupt.
 *
 * <p>The original ends the guest where the thread is interrupted, which no other engine does: the interrupt is the
 * host's, and is still there when the guest has returned. The look is a private method, and an interrupt may come at
 * any time before it, so nothing around the interpreter can keep the two apart. The copy stands beside the original,
 * whose package it needs, under a name of its own; other users of Endive in the same process keep theirs.
 */
final class Interpreter {

    private static final System.Logger LOG = System.getLogger(Interpreter.class.getName());

    private static final Remapper RENAMING = new SimpleRemapper(
            Opcodes.ASM9,
            Map.of(
                    Type.getInternalName(InterpreterMachine.class), copyName(InterpreterMachine.class),
                    Type.getInternalName(CompilerInterpreterMachine.class),
                            copyName(CompilerInterpreterMachine.class)));

    private Interpreter() {}

    /** With slashes. */
    private static String copyName(Class<?> original) {
        return original.getPackageName().replace('.', '/') + "/Leat" + original.getSimpleName();
    }

    /**
     * The same classes, with the copy for what is not compiled. Where Endive lies in a module that does not let others in,
     * its own interpreter stays.
     */
    static ModuleClasses putInto(ModuleClasses classes) {
        if (classes.interpreted().isEmpty() || !Copies.MADE) {
            return classes;
        }
        Map<String, byte[]> changed = new TreeMap<>(classes.classes());
        // The main class is what calls the interpreter.
        changed.computeIfPresent(classes.mainClass(), (name, bytes) -> {
            ClassWriter writer = new ClassWriter(0);
            new ClassReader(bytes).accept(new ClassRemapper(writer, RENAMING), 0);
            return writer.toByteArray();
        });
        return new ModuleClasses(classes.mainClass(), changed, classes.interpreted());
    }

    /** Makes the copies, where nobody has, when the first are needed. */
    private static final class Copies {

        static final boolean MADE = make();

        private static boolean make() {
            try {
                define(InterpreterMachine.class);
                define(CompilerInterpreterMachine.class);
                return true;
            } catch (IllegalAccessException | LinkageError impossible) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "an interrupt may end functions that are interpreted, as Endive''s interpreter cannot be copied: {0}",
                        impossible.toString());
                return false;
            }
        }
    }

    private static void define(Class<?> original) throws IllegalAccessException {
        MethodHandles.Lookup inside = MethodHandles.privateLookupIn(original, MethodHandles.lookup());
        // Another Leat in the same process may share Endive with this one, and do the same at the same time.
        if (!isThere(inside, original)) {
            byte[] copy = copy(original);
            try {
                inside.defineClass(copy);
            } catch (LinkageError twice) {
                if (!isThere(inside, original)) {
                    throw twice;
                }
            }
        }
    }

    private static boolean isThere(MethodHandles.Lookup inside, Class<?> original) throws IllegalAccessException {
        try {
            inside.findClass(copyName(original).replace('/', '.'));
            return true;
        } catch (ClassNotFoundException notYet) {
            return false;
        }
    }

    private static byte[] copy(Class<?> original) {
        try (InputStream in = original.getResourceAsStream(original.getSimpleName() + ".class")) {
            if (in == null) {
                throw new IOException(original.getName() + " has no class file");
            }
            ClassWriter writer = new ClassWriter(0);
            Copy copy = new Copy(new ClassRemapper(writer, RENAMING));
            new ClassReader(in).accept(copy, 0);
            if (original == InterpreterMachine.class && !copy.looked) {
                throw new IOException(original.getName() + " has no method " + Copy.LOOK);
            }
            return writer.toByteArray();
        } catch (IOException unreadable) {
            throw new LinkageError("Endive's interpreter cannot be read", unreadable);
        }
    }

    /** Passes a class on without the look, and without the claim to the original's nested classes. */
    private static final class Copy extends ClassVisitor {

        static final String LOOK = "checkInterruption";

        boolean looked;

        Copy(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitInnerClass(String name, @Nullable String outer, @Nullable String inner, int access) {}

        @Override
        public void visitNestMember(String name) {}

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
            if (!name.equals(LOOK)) {
                return method;
            }
            looked = true;
            method.visitCode();
            method.visitInsn(Opcodes.RETURN);
            method.visitMaxs(0, 0);
            method.visitEnd();
            return null;
        }
    }
}
