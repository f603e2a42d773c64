/**
 * The core engine in pure Java: WebAssembly compiled to JVM bytecode by Endive.
 *
 * <p>Endive compiles a module to classes. This package loads them in a class loader of its own for each module and,
 * while doing so, replaces a handful of methods of the support class that each compiled module carries
 * ({@link dev.leat.component.endive.SupportClass}) by those of {@link dev.leat.component.endive.GuestSupport}: that is
 * where calls through a shared table learn the caller's types, exceptions are matched by their tag's identity, and
 * loops look at the deadline instead of at the thread's interrupt flag.
 *
 * <p>How it departs from the WebAssembly specification:
 *
 * <ul>
 *   <li>NaNs are what the processor makes of them; on x86-64 and AArch64 the JVM's arithmetic gives a quiet NaN, whose
 *       sign and payload a guest can tell apart by reinterpreting it. Nothing makes them canonical.
 *   <li>A memory ends at 2 GiB less 64 KiB, the length of a Java array.
 *   <li>SIMD, shared memories and 64-bit memories are refused when a module is compiled.
 *   <li>A function reference that another instance put into a shared table can be called but not read by
 *       {@code table.get}: that traps. Components do not do it.
 *   <li>How deep calls may nest is up to the stack of the calling thread: give a thread that runs guests 8 MiB or more.
 * </ul>
 */
@NullMarked
package dev.leat.component.endive;

import org.jspecify.annotations.NullMarked;
