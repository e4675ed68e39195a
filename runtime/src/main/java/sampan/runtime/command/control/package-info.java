/** What changes a running container: {@code update} of its limits, {@code pause} and {@code resume}. */
@NullMarked
package sampan.runtime.command.control;

import org.jspecify.annotations.NullMarked;
