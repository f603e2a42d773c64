/**
 * What modules may call, as interfaces: the state store, the schema registry, commands, metrics and the log. What stands
 * behind them is found in {@code service/}.
 */
@NullMarked
package dev.leat.operator.service;

import org.jspecify.annotations.NullMarked;
