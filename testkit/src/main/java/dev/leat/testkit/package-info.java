/** For users: test cases for graphs, without any endpoint. */
@NullMarked
package dev.leat.testkit;

import org.jspecify.annotations.NullMarked;
