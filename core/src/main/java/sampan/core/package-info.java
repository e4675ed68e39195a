/**
 * A container engine in this JVM.
 *
 * <p>Read {@link sampan.core.Engine}: open one on a folder, run a container, read its output, wait for it, remove it. The command line, the API and the tests
 * use nothing else.
 */
@NullMarked
package sampan.core;

import org.jspecify.annotations.NullMarked;
