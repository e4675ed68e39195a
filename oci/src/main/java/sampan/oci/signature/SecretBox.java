package sampan.oci.signature;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/** NaCl's {@code crypto_secretbox}: XSalsa20 and Poly1305 (nacl.cr.yp.to/secretbox.html). */
final class SecretBox {
    static final int KEY = 32;
    static final int NONCE = 24;
    private static final int TAG = 16;

    private SecretBox() {}

    /** The tag, then the sealed message. */
    static byte[] seal(byte[] message, byte[] nonce, byte[] key) {
        XSalsa20Engine cipher = cipher(nonce, key);
        byte[] oneTime = oneTimeKey(cipher);
        byte[] box = new byte[TAG + message.length];
        cipher.processBytes(message, 0, message.length, box, TAG);
        System.arraycopy(tag(oneTime, box), 0, box, 0, TAG);
        return box;
    }

    /** @return empty when the key is not the one, or the box is not as it was made */
    static Optional<byte[]> open(byte[] box, byte[] nonce, byte[] key) {
        if (box.length < TAG) {
            return Optional.empty();
        }
        XSalsa20Engine cipher = cipher(nonce, key);
        byte[] oneTime = oneTimeKey(cipher);
        if (!MessageDigest.isEqual(tag(oneTime, box), Arrays.copyOf(box, TAG))) {
            return Optional.empty();
        }
        byte[] message = new byte[box.length - TAG];
        cipher.processBytes(box, TAG, message.length, message, 0);
        return Optional.of(message);
    }

    private static XSalsa20Engine cipher(byte[] nonce, byte[] key) {
        XSalsa20Engine cipher = new XSalsa20Engine();
        cipher.init(true, new ParametersWithIV(new KeyParameter(key), nonce));
        return cipher;
    }

    /** The first bytes of the stream. */
    private static byte[] oneTimeKey(XSalsa20Engine cipher) {
        byte[] first = new byte[KEY];
        cipher.processBytes(new byte[KEY], 0, KEY, first, 0);
        return first;
    }

    private static byte[] tag(byte[] oneTime, byte[] box) {
        Poly1305 mac = new Poly1305();
        mac.init(new KeyParameter(oneTime));
        mac.update(box, TAG, box.length - TAG);
        byte[] tag = new byte[TAG];
        mac.doFinal(tag, 0);
        return tag;
    }
}
