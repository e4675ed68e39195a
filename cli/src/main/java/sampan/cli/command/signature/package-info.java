/**
 * The commands about signatures: {@code image keygen}, {@code image sign} and {@code image verify}.
 *
 * <p>Keys are files of the caller's, opened with the caller's rights ({@link sampan.cli.command.signature.KeyFile}); what is signed and where it lies is
 * for {@link sampan.oci.signature}.
 */
@NullMarked
package sampan.cli.command.signature;

import org.jspecify.annotations.NullMarked;
