/**
 * Contexts of Docker's format: names for engines on this machine and on others, kept in the folder of Docker's client ({@code ~/.docker/contexts}), where that
 * client finds them too.
 *
 * <p>Read {@link sampan.cli.context.ContextProgram}, then {@link sampan.cli.context.ContextStore}. These commands run in a JVM of their own, as their caller: they
 * need no engine, and touch only files that the caller may touch. Which engine a context chooses is for {@code launch/target.c}. This package must not know
 * {@link sampan.core.Engine}.
 */
@NullMarked
package sampan.cli.context;

import org.jspecify.annotations.NullMarked;
