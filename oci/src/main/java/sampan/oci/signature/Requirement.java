package sampan.oci.signature;

import java.util.List;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageReference;

/** One thing that a policy asks of an image; all of a scope's have to be met. */
public sealed interface Requirement {
    /** Whoever made it. */
    record Anything() implements Requirement {}

    /** Never. */
    record Nothing() implements Requirement {}

    /** Somebody's signature, for that name. */
    sealed interface Signed extends Requirement {
        /** Whether one of the statements is by the key's owner, of the manifest, and for the name. */
        boolean isMet(ImageReference name, Digest manifest, List<SignedStatement> statements);
    }

    /** As cosign signs. */
    record SignedByKey(VerificationKey key, SignedIdentity identity) implements Signed {
        @Override
        public boolean isMet(ImageReference name, Digest manifest, List<SignedStatement> statements) {
            return statements.stream()
                    .filter(statement -> statement.isOf(manifest, key))
                    .anyMatch(statement -> identity.covers(statement, name));
        }
    }

    /** As skopeo and podman sign with GnuPG. */
    record SignedByPgp(PgpKeys keys, SignedIdentity identity) implements Signed {
        @Override
        public boolean isMet(ImageReference name, Digest manifest, List<SignedStatement> statements) {
            return statements.stream()
                    .flatMap(statement -> statement.opened(keys).stream())
                    .filter(statement -> statement.isAbout(manifest))
                    .anyMatch(statement -> identity.covers(statement, name));
        }
    }
}
