package sampan.oci.signature;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import sampan.oci.image.ImageFormatException;
import sampan.oci.tls.KeyKind;
import sampan.oci.tls.PemBlock;

/** A public key. */
public final class VerificationKey {
    static final String LABEL = "PUBLIC KEY";

    private final KeyKind.Found<PublicKey> key;

    private VerificationKey(KeyKind.Found<PublicKey> key) {
        this.key = key;
    }

    /** Reads a PEM file. */
    public static VerificationKey parse(byte[] pem) throws ImageFormatException {
        PemBlock block = PemBlock.parse(pem);
        if (!block.label().equals(LABEL)) {
            throw new ImageFormatException("not a public key but a \"" + block.label() + "\"");
        }
        try {
            return new VerificationKey(
                    KeyKind.<PublicKey>find(factory -> factory.generatePublic(new X509EncodedKeySpec(block.content())))
                            .orElseThrow(() -> new ImageFormatException("invalid public key")));
        } catch (GeneralSecurityException unusable) {
            throw new ImageFormatException("invalid public key: " + unusable.getMessage(), unusable);
        }
    }

    /** Whether the key's owner has signed that message; a signature that is none has not. */
    public boolean vouches(byte[] message, byte[] sign) {
        try {
            Signature signature = Signature.getInstance(key.kind().signature());
            signature.initVerify(key.key());
            signature.update(message);
            return signature.verify(sign);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }
}
