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
 * What somebody has signed: that a manifest of this digest goes by this name (containers-signature(5), as cosign wrote it before version 3), or
 * that there is such a manifest (a bundle of sigstore's).
 */
public final class SignedStatement {
    public static final String MEDIA_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";
    static final int LARGEST = 256 << 10;
    private static final String TYPE = "cosign container image signature";
    private static final String STATEMENT = "application/vnd.in-toto+json";
    private static final String STATEMENTS = "https://in-toto.io/Statement/v";
    private static final String SIGNATURE = "https://sigstore.dev/cosign/sign/v1";
    private static final String PGP_TYPE = "atomic container signature";

    private final byte[] payload;
    private final byte[] signature;

    /**
     * One that somebody has made.
     *
     * @param payload the bytes that were signed: the payload of a bundle with what its envelope puts before it; a whole message of OpenPGP where the signature is empty
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

    /**
     * What it says.
     *
     * @param identity the name; empty in a bundle of sigstore's, which names none
     */
    public record Claim(String identity, Digest manifest) {}

    /** What was signed, as JSON. */
    public byte[] text() {
        return Envelope.of(payload).map(Envelope::content).orElseGet(this::payload);
    }

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
        Optional<Envelope> envelope = Envelope.of(payload);
        if (envelope.isPresent()) {
            return new Claim("", manifest(envelope.get()));
        }
        JsonFields critical = StrictJson.parse(payload, "signature").requiredObject("critical");
        if (!List.of(TYPE, PGP_TYPE).contains(critical.text("type"))) {
            throw new ImageFormatException("the signature is not of an image");
        }
        return new Claim(
                critical.requiredObject("identity").text("docker-reference"),
                Digest.parse(critical.requiredObject("image").requiredText("docker-manifest-digest")));
    }

    /** Of an in-toto statement that is a signature; bills of materials and the like are such statements too. */
    private static Digest manifest(Envelope envelope) throws ImageFormatException {
        JsonFields statement = StrictJson.parse(envelope.content(), "signature");
        List<JsonFields> subjects = statement.objects("subject");
        boolean signature = envelope.type().equals(STATEMENT)
                && statement.text("_type").startsWith(STATEMENTS)
                && statement.text("predicateType").equals(SIGNATURE);
        if (!signature || subjects.size() != 1) {
            throw new ImageFormatException("the statement is not the signature of an image");
        }
        return Digest.parse(
                "sha256:" + subjects.getFirst().requiredObject("digest").requiredText("sha256"));
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
