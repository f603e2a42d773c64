/**
 * WASI 0.2 for components, deny by default: no files, no network, no environment but what {@link
 * dev.leat.component.wasi.WasiOptions} grants.
 *
 * <pre>{@code
 * Wasi.addTo(linker);
 * LinkedComponent linked = linker.link(component);
 * WasiOptions options = WasiOptions.builder().stdout(log::info).build();
 * try (WasiContext wasi = new WasiContext(options);
 *         ComponentInstance instance = linked.instantiate(limits, wasi)) {
 *     ...
 * }
 * }</pre>
 *
 * <p>Implements the interfaces of <a href="https://github.com/WebAssembly/WASI">WASI</a> 0.2 that {@code wasi:cli}'s
 * world imports, all functions up to 0.2.12 that are not marked unstable; a component built for any 0.2 version gets
 * them. Not there: {@code wasi:http}.
 */
@NullMarked
package dev.leat.component.wasi;

import org.jspecify.annotations.NullMarked;
