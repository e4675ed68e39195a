package sampan.oci.signature;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.JsonFields;
import sampan.oci.image.StrictJson;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What somebody has signed: that a manifest of this digest goes by this name (containers-signature(5), as cosign writes it).
 */
public final class SignedStatement {
    public static final String MEDIA_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";
    static final int LARGEST = 256 << 10;
    private static final String TYPE = "cosign container image signature";
    private static final String PGP_TYPE = "atomic container signature";

    private final byte[] payload;
    private final byte[] signature;

    /**
     * One that somebody has made.
     *
     * @param payload the bytes that were signed; a whole message of OpenPGP where the signature is empty
     */
    public SignedStatement(byte[] payload, byte[] signature) {
        this.payload = payload.clone();
        this.signature = signature.clone();
    }

    /** What a message of OpenPGP says, if one of the keys vouches for it. */
    Optional<SignedStatement> opened(PgpKeys keys) {
        return signature.length == 0
                ? keys.message(payload).map(said -> new SignedStatement(said, signature))
                : Optional.empty();
    }

    public byte[] payload() {
        return payload.clone();
    }

    public byte[] signature() {
        return signature.clone();
    }

    /** What it says. */
    public record Claim(String identity, Digest manifest) {}

    /** @param identity the image's name in full, with the tag if it has one */
    public static SignedStatement make(String identity, Digest manifest, SigningKey key) throws ImageFormatException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode critical = json.putObject("critical");
        critical.putObject("identity").put("docker-reference", identity);
        critical.putObject("image").put("docker-manifest-digest", manifest.toString());
        critical.put("type", TYPE);
        json.putNull("optional");
        byte[] payload = StrictJson.bytes(json);
        return new SignedStatement(payload, key.sign(payload));
    }

    /** To be believed once a key has vouched for it. */
    public Claim claim() throws ImageFormatException {
        JsonFields critical = StrictJson.parse(payload, "signature").requiredObject("critical");
        if (!List.of(TYPE, PGP_TYPE).contains(critical.text("type"))) {
            throw new ImageFormatException("the signature is not of an image");
        }
        return new Claim(
                critical.requiredObject("identity").text("docker-reference"),
                Digest.parse(critical.requiredObject("image").requiredText("docker-manifest-digest")));
    }

    /** Whether the key's owner says that of this manifest. */
    public boolean isOf(Digest manifest, VerificationKey key) {
        return key.vouches(payload, signature) && isAbout(manifest);
    }

    /** Whether that is what it says, whoever says it. */
    boolean isAbout(Digest manifest) {
        try {
            return claim().manifest().equals(manifest);
        } catch (ImageFormatException malformed) {
            return false;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedStatement statement
                && Arrays.equals(payload, statement.payload)
                && Arrays.equals(signature, statement.signature);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(signature);
    }
}
