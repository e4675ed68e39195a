package sampan.oci.signature;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import sampan.oci.image.ImageFormatException;
import sampan.oci.tls.KeyKind;
import sampan.oci.tls.PemBlock;

/** A private key: cosign's, under a password, or PKCS #8 as openssl writes it. */
public final class SigningKey {
    private final KeyKind.Found<PrivateKey> key;

    private SigningKey(KeyKind.Found<PrivateKey> key) {
        this.key = key;
    }

    /** Two files. */
    public record Pair(String privateKey, String publicKey) {}

    /** A new pair as cosign makes it: P-256, the private key under a password, which may be empty. */
    public static Pair generate(String password) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            byte[] sealed = SealedKey.seal(pair.getPrivate().getEncoded(), password);
            return new Pair(
                    new PemBlock(SealedKey.LABEL, sealed).text(),
                    new PemBlock(VerificationKey.LABEL, pair.getPublic().getEncoded()).text());
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible); // every JDK has the curve
        }
    }

    /** Where a password comes from. */
    @FunctionalInterface
    public interface Password<E extends Exception> {
        String ask() throws IOException, E;
    }

    /**
     * Reads a PEM file.
     *
     * @param password asked for when the file has one
     */
    public static <E extends Exception> SigningKey parse(byte[] pem, Password<E> password) throws IOException, E {
        PemBlock block = PemBlock.parse(pem);
        byte[] pkcs8 = switch (block.label()) {
            case SealedKey.LABEL, SealedKey.OLD_LABEL -> SealedKey.open(block.content(), password.ask());
            case "PRIVATE KEY" -> block.content();
            default ->
                throw new ImageFormatException("unsupported kind of private key \"" + block.label()
                        + "\": cosign's and PKCS #8 ('openssl pkcs8 -topk8 -nocrypt') are");
        };
        try {
            return new SigningKey(
                    KeyKind.<PrivateKey>find(factory -> factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)))
                            .orElseThrow(() -> new ImageFormatException("invalid private key")));
        } catch (GeneralSecurityException unusable) {
            throw new ImageFormatException("invalid private key: " + unusable.getMessage(), unusable);
        }
    }

    public byte[] sign(byte[] message) throws ImageFormatException {
        try {
            Signature signature = Signature.getInstance(key.kind().signature());
            signature.initSign(key.key());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException unusable) {
            throw new ImageFormatException("cannot sign with that key: " + unusable.getMessage(), unusable);
        }
    }
}
