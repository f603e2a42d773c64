package dev.leat.graph.diagnostic;

/**
 * A finding as plain values, so that any JSON or table writer prints it without knowing Leat's types.
 *
 * @param code such as {@code LEAT-GRAPH-012}
 * @param severity {@code error}, {@code warning} or {@code info}
 * @param title the kind of finding in one line
 * @param file as the user gave it
 * @param line from 1
 * @param column from 1
 * @param message what is wrong
 * @param hint what to do
 */
public record DiagnosticRow(
        String code, String severity, String title, String file, int line, int column, String message, String hint) {}
