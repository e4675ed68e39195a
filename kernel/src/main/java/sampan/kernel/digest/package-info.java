/**
 * SHA-256 at the speed of the processor.
 *
 * <p>Read {@link sampan.kernel.digest.Sha256}. The engine's virtual machine compiles only a little, to stay small, and its own SHA-256 then runs at
 * a tenth of what the processor's instructions give: an image's layers would be hashed more slowly than they are written. So the host's
 * libcrypto is used where there is one.
 *
 * <p>Knows nothing of what is hashed.
 */
@NullMarked
package sampan.kernel.digest;

import org.jspecify.annotations.NullMarked;
