package sampan.oci.tls;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.spec.InvalidKeySpecException;
import java.util.Optional;

/** Kinds of keys, and how each signs. */
public enum KeyKind {
    ECDSA("EC", "SHA256withECDSA"),
    RSA("RSA", "SHA256withRSA"),
    ED25519("Ed25519", "Ed25519");

    private final String keys;
    private final String signature;

    KeyKind(String keys, String signature) {
        this.keys = keys;
        this.signature = signature;
    }

    public String signature() {
        return signature;
    }

    /** A key with its kind. */
    public record Found<K extends Key>(KeyKind kind, K key) {}

    /** Makes a key of what a file holds. */
    @FunctionalInterface
    public interface Reading<K extends Key> {
        K read(KeyFactory factory) throws GeneralSecurityException;
    }

    /** The kind is in the encoding: whichever can read it is it. */
    public static <K extends Key> Optional<Found<K>> find(Reading<K> reading) throws GeneralSecurityException {
        for (KeyKind kind : values()) {
            Optional<Found<K>> found = kind.tryTo(reading);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private <K extends Key> Optional<Found<K>> tryTo(Reading<K> reading) throws GeneralSecurityException {
        try {
            return Optional.of(new Found<>(this, reading.read(KeyFactory.getInstance(keys))));
        } catch (InvalidKeySpecException another) {
            return Optional.empty();
        }
    }
}
