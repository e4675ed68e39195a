package sampan.oci.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.crypto.generators.SCrypt;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.JsonFields;
import sampan.oci.image.StrictJson;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A private key under a password, as cosign keeps it: scrypt makes a key of the password, a secret box holds PKCS #8. */
final class SealedKey {
    static final String LABEL = "ENCRYPTED SIGSTORE PRIVATE KEY";
    static final String OLD_LABEL = "ENCRYPTED COSIGN PRIVATE KEY";
    private static final String KDF = "scrypt";
    private static final String CIPHER = "nacl/secretbox";
    private static final int SALT = 32;
    /** What a stranger's file may make this machine spend: 128 MiB. */
    private static final long MOST_MEMORY = 128L << 20;

    private SealedKey() {}

    /** How much work it is to try a password: memory is 128 N r bytes. */
    private record Work(int n, int r, int p) {
        static final Work USUAL = new Work(65536, 8, 1);

        static Work of(JsonFields json) throws ImageFormatException {
            long n = json.number("N");
            long r = json.number("r");
            long p = json.number("p");
            boolean sane = n > 1 && n <= 1 << 20 && Long.bitCount(n) == 1 && r > 0 && r <= 64 && p > 0 && p <= 16;
            if (!sane || 128 * n * r > MOST_MEMORY) {
                throw new ImageFormatException("invalid key: it asks for too much work");
            }
            return new Work((int) n, (int) r, (int) p);
        }

        byte[] key(byte[] password, byte[] salt) {
            return SCrypt.generate(password, salt, n, r, p, SecretBox.KEY);
        }
    }

    static byte[] seal(byte[] pkcs8, String password) {
        SecureRandom random = new SecureRandom();
        byte[] salt = random.generateSeed(SALT);
        byte[] nonce = random.generateSeed(SecretBox.NONCE);
        byte[] box = SecretBox.seal(pkcs8, nonce, Work.USUAL.key(password.getBytes(UTF_8), salt));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode kdf = json.putObject("kdf").put("name", KDF);
        kdf.putObject("params").put("N", Work.USUAL.n).put("r", Work.USUAL.r).put("p", Work.USUAL.p);
        kdf.put("salt", text(salt));
        json.putObject("cipher").put("name", CIPHER).put("nonce", text(nonce));
        json.put("ciphertext", text(box));
        return StrictJson.bytes(json);
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** @throws ImageFormatException also when the password is not the one */
    static byte[] open(byte[] text, String password) throws ImageFormatException {
        JsonFields json = StrictJson.parse(text, "private key");
        JsonFields kdf = json.requiredObject("kdf");
        JsonFields cipher = json.requiredObject("cipher");
        if (!kdf.text("name").equals(KDF) || !cipher.text("name").equals(CIPHER)) {
            throw new ImageFormatException("invalid key: unknown encryption");
        }
        byte[] nonce = bytes(cipher, "nonce");
        if (nonce.length != SecretBox.NONCE) {
            throw new ImageFormatException("invalid key: its nonce has " + nonce.length + " bytes");
        }
        byte[] key = Work.of(kdf.requiredObject("params")).key(password.getBytes(UTF_8), bytes(kdf, "salt"));
        return SecretBox.open(bytes(json, "ciphertext"), nonce, key)
                .orElseThrow(() -> new ImageFormatException("cannot open the private key: wrong password"));
    }

    private static byte[] bytes(JsonFields json, String name) throws ImageFormatException {
        try {
            return Base64.getDecoder().decode(json.requiredText(name));
        } catch (IllegalArgumentException malformed) {
            throw new ImageFormatException(json.what() + "." + name + " is not base64", malformed);
        }
    }
}
