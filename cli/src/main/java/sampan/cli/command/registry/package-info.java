/**
 * The commands that talk to registries: one class each, the caller's passwords in Docker's {@code config.json}, and a transfer as the caller sees it.
 *
 * <p>The protocol itself is {@link sampan.oci.registry}'s; what is pulled and pushed is {@link sampan.core.image}'s.
 */
@NullMarked
package sampan.cli.command.registry;

import org.jspecify.annotations.NullMarked;
