/**
 * Signatures of images in cosign's format: key pairs, the signed statement, and where registries keep it.
 *
 * <p>Read {@link sampan.oci.signature.SignedStatement} first (what is signed), then {@link sampan.oci.signature.SignatureStore} (where it lies). Keys
 * are {@link sampan.oci.signature.SigningKey} and {@link sampan.oci.signature.VerificationKey}; whether a signature is asked for at all is for
 * {@link sampan.oci.signature.Policy} to say.
 *
 * <p>A signature is found in the registry that the image came from, so it is as untrusted as the image until a key has vouched for it.
 */
@NullMarked
package sampan.oci.signature;

import org.jspecify.annotations.NullMarked;
