package sampan.core.image.transfer;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.oci.image.Descriptor;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageReference;
import sampan.oci.registry.Repository;
import sampan.oci.signature.SignatureStore;
import sampan.oci.signature.SignedStatement;
import sampan.oci.signature.SigningKey;
import sampan.oci.signature.VerificationKey;

/** Signs images in registries, and looks at who has signed them. */
public final class Signing {
    private Signing() {}

    /** Signs what the name leads to in its registry; its digest. */
    public static Digest sign(ImageReference name, SigningKey key, Transfers.Session session) {
        return Transfers.with(name, session, () -> {
            Repository place = session.client().toPush(name, session.user());
            Repository.Fetched fetched = fetched(place, name);
            ImageReference identity = new ImageReference(name.domain(), name.path(), name.tag(), Optional.empty());
            Descriptor manifest = new Descriptor(
                    PlatformChoice.mediaType(fetched), fetched.digest(), fetched.bytes().length, List.of(), Map.of());
            new SignatureStore(place).add(manifest, SignedStatement.make(identity.toString(), fetched.digest(), key));
            return fetched.digest();
        });
    }

    /** What was found out. */
    public record Verified(Digest digest, List<SignedStatement> statements) {
        public Verified {
            statements = List.copyOf(statements);
        }
    }

    /** The statements about what the name leads to that the key's owner has signed. */
    public static Verified verify(ImageReference name, VerificationKey key, Transfers.Session session) {
        return Transfers.with(name, session, () -> {
            Repository place = session.client().toPull(name, session.user()).getLast();
            Digest digest = fetched(place, name).digest();
            return new Verified(
                    digest,
                    new SignatureStore(place)
                            .find(digest).stream()
                                    .filter(statement -> statement.isOf(digest, key))
                                    .toList());
        });
    }

    private static Repository.Fetched fetched(Repository place, ImageReference name) throws IOException {
        return name.digest().isPresent()
                ? place.manifest(name.digest().get())
                : place.manifest(name.tag().orElse(ImageReference.DEFAULT_TAG));
    }
}
