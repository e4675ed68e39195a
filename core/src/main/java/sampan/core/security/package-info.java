/**
 * What the engine asks of the host's security modules before any container runs.
 *
 * <p>With AppArmor, the default profile of containers is loaded into the kernel; its text is a resource of this package. What a
 * container is confined by is decided in {@code sampan.core.plan}, and written by {@code sampan.runtime.launch}.
 */
@NullMarked
package sampan.core.security;

import org.jspecify.annotations.NullMarked;
