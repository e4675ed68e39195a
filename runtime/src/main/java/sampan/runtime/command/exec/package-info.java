/** {@code exec}: one more process in a container, confined as its first is, by {@link sampan.runtime.command.exec.Joining}. */
@NullMarked
package sampan.runtime.command.exec;

import org.jspecify.annotations.NullMarked;
