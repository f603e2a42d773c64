/**
 * {@code wasi:nn} for components: ONNX models on ONNX Runtime.
 *
 * <pre>{@code
 * Inference inference = new Inference(InferenceOptions.DEFAULT.withModels(Path.of("models")));
 * WasiNn.addTo(linker);
 * LinkedComponent linked = linker.link(component);
 * try (NnContext nn = new NnContext(inference, log::error);
 *         ComponentInstance instance = linked.instantiate(limits, nn)) {
 *     ...
 * }
 * }</pre>
 *
 * <p>Implements {@code wasi:nn@0.2.0-rc-2024-10-28}: the interfaces {@code tensor}, {@code graph}, {@code inference} and
 * {@code errors}, with the encodings {@code onnx} and {@code autodetect}. ONNX Runtime is loaded with the first model.
 */
@NullMarked
package dev.leat.component.nn;

import org.jspecify.annotations.NullMarked;
