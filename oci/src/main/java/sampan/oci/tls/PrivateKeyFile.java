package sampan.oci.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** A private key without a password in a file of PEM: PKCS #8 (RFC 5208), PKCS #1 (RFC 8017) or SEC 1 (RFC 5915). */
public final class PrivateKeyFile {
    private PrivateKeyFile() {}

    /**
     * Reads the first private key of a text; what stands before it, such as the parameters of a curve, is passed over.
     *
     * @param name the file's, for sentences
     * @throws IOException when there is none, or one that cannot be used
     */
    public static PrivateKey parse(String name, byte[] text) throws IOException {
        PemBlock block = PemBlock.find(text, label -> label.endsWith("PRIVATE KEY"))
                .orElseThrow(() -> new IOException("no private key in " + name));
        try {
            byte[] info = info(name, block);
            Optional<KeyKind.Found<PrivateKey>> found =
                    KeyKind.find(factory -> factory.generatePrivate(new PKCS8EncodedKeySpec(info)));
            return found.orElseThrow(() -> new IOException("no kind of key that is known in " + name))
                    .key();
        } catch (GeneralSecurityException | IllegalArgumentException damaged) {
            throw new IOException("damaged private key in " + name, damaged);
        }
    }

    /** The PrivateKeyInfo of RFC 5208. */
    private static byte[] info(String name, PemBlock block) throws IOException {
        return switch (block.label()) {
            case "PRIVATE KEY" -> block.content();
            case "RSA PRIVATE KEY" -> {
                var algorithm = new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
                yield encoded(algorithm, RSAPrivateKey.getInstance(block.content()));
            }
            case "EC PRIVATE KEY" -> {
                ECPrivateKey key = ECPrivateKey.getInstance(block.content());
                yield encoded(
                        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()), key);
            }
            default ->
                throw new IOException(name + " holds an " + block.label()
                        + "; 'openssl pkcs8 -topk8 -nocrypt' makes a form of it that can be read");
        };
    }

    private static byte[] encoded(AlgorithmIdentifier algorithm, ASN1Encodable key) throws IOException {
        return new PrivateKeyInfo(algorithm, key).getEncoded();
    }
}
