/**
 * For users: what goes into a graph and comes out of it without any endpoint, and test cases for graphs.
 *
 * <pre>{@code
 * try (Leat leat = Leat.open()) {
 *     TestRunner runner = new TestRunner(leat, ModuleFinder.inDirectories(List.of(Path.of("modules"))));
 *     TestReport report = new TestReport(System.out);
 *     for (Path file : TestCases.find(Path.of("tests"))) {
 *         report.add(runner.run(file));
 *     }
 *     report.finish();
 * }
 * }</pre>
 */
@NullMarked
package dev.leat.testkit;

import org.jspecify.annotations.NullMarked;
