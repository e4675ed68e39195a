package sampan.oci.signature;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPCompressedData;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPOnePassSignatureList;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPPublicKeyRingCollection;
import org.bouncycastle.openpgp.PGPRuntimeOperationException;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import sampan.oci.image.ImageFormatException;

/**
 * Public keys of OpenPGP (<a href="https://www.rfc-editor.org/rfc/rfc4880">RFC 4880</a>), as {@code gpg --export} writes them, with armour or without.
 *
 * <p>A key counts that is neither revoked nor expired; a subkey only when its main key says that it is its own. Signatures over MD5, SHA-1 and RIPEMD-160 are none.
 */
public final class PgpKeys {
    private static final int LARGEST_MESSAGE = 4 << 20;
    private static final Set<Integer> BROKEN =
            Set.of(HashAlgorithmTags.MD5, HashAlgorithmTags.SHA1, HashAlgorithmTags.RIPEMD160);

    private final PGPPublicKeyRingCollection rings;

    private PgpKeys(PGPPublicKeyRingCollection rings) {
        this.rings = rings;
    }

    /** @throws ImageFormatException when there is no key in it */
    public static PgpKeys parse(byte[] keyring) throws ImageFormatException {
        try (InputStream stream = PGPUtil.getDecoderStream(new ByteArrayInputStream(keyring))) {
            PGPPublicKeyRingCollection rings = new PGPPublicKeyRingCollection(stream, new BcKeyFingerprintCalculator());
            if (rings.size() == 0) {
                throw new ImageFormatException("no public key of OpenPGP");
            }
            return new PgpKeys(rings);
        } catch (ImageFormatException none) {
            throw none;
        } catch (IOException | PGPException | RuntimeException malformed) { // the library throws all of them
            throw new ImageFormatException("no public key of OpenPGP: " + malformed.getMessage(), malformed);
        }
    }

    /**
     * Prepares to check a detached signature, with armour or without.
     *
     * @throws ImageFormatException when it is no signature, or by nobody of these keys
     */
    public PgpSignature detached(byte[] signature) throws ImageFormatException {
        try (InputStream stream = PGPUtil.getDecoderStream(new ByteArrayInputStream(signature))) {
            if (new BcPGPObjectFactory(stream).nextObject() instanceof PGPSignatureList list) {
                List<PGPSignature> known = known(list);
                if (known.isEmpty()) {
                    throw new ImageFormatException("the signature is by none of the keys");
                }
                return new PgpSignature(known);
            }
        } catch (ImageFormatException unknown) {
            throw unknown;
        } catch (IOException | PGPException | RuntimeException malformed) {
            throw new ImageFormatException("no signature of OpenPGP: " + malformed.getMessage(), malformed);
        }
        throw new ImageFormatException("no signature of OpenPGP");
    }

    /** What a signed message says, if one of these keys vouches for it. */
    public Optional<byte[]> message(byte[] signed) {
        try (InputStream stream = PGPUtil.getDecoderStream(new ByteArrayInputStream(signed))) {
            BcPGPObjectFactory parts = new BcPGPObjectFactory(stream);
            Object first = parts.nextObject();
            if (first instanceof PGPCompressedData packed) {
                parts = new BcPGPObjectFactory(packed.getDataStream());
                first = parts.nextObject();
            }
            return first instanceof PGPOnePassSignatureList ? message(parts) : Optional.empty();
        } catch (IOException | PGPException | RuntimeException malformed) {
            return Optional.empty();
        }
    }

    private Optional<byte[]> message(BcPGPObjectFactory parts) throws IOException, PGPException {
        if (!(parts.nextObject() instanceof PGPLiteralData literal)) {
            return Optional.empty();
        }
        byte[] content = literal.getInputStream().readNBytes(LARGEST_MESSAGE);
        if (!(parts.nextObject() instanceof PGPSignatureList list)) {
            return Optional.empty();
        }
        PgpSignature signature = new PgpSignature(known(list));
        signature.update(content, 0, content.length);
        return signature.isGood() ? Optional.of(content) : Optional.empty();
    }

    private List<PGPSignature> known(PGPSignatureList list) throws PGPException {
        List<PGPSignature> known = new ArrayList<>();
        for (PGPSignature signature : list) {
            boolean ofData = signature.getSignatureType() == PGPSignature.BINARY_DOCUMENT;
            Optional<PGPPublicKey> key = key(signature.getKeyID());
            if (ofData && key.isPresent() && !BROKEN.contains(signature.getHashAlgorithm())) {
                signature.init(new BcPGPContentVerifierBuilderProvider(), key.get());
                known.add(signature);
            }
        }
        return known;
    }

    private Optional<PGPPublicKey> key(long id) throws PGPException {
        PGPPublicKeyRing ring = rings.getPublicKeyRing(id);
        if (ring == null) {
            return Optional.empty();
        }
        PGPPublicKey main = ring.getPublicKey();
        PGPPublicKey key = ring.getPublicKey(id);
        boolean own = key.isMasterKey() || isBound(key, main);
        return own && isValid(key) && isValid(main) ? Optional.of(key) : Optional.empty();
    }

    /** Else anybody could add a key of theirs to somebody's. */
    private static boolean isBound(PGPPublicKey key, PGPPublicKey main) throws PGPException {
        Iterator<PGPSignature> bindings = key.getSignaturesOfType(PGPSignature.SUBKEY_BINDING);
        while (bindings.hasNext()) {
            PGPSignature binding = bindings.next();
            binding.init(new BcPGPContentVerifierBuilderProvider(), main);
            if (binding.verifyCertification(main, key)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isValid(PGPPublicKey key) {
        long seconds = key.getValidSeconds();
        Instant end = key.getCreationTime().toInstant().plusSeconds(seconds);
        return !key.hasRevocation() && (seconds == 0 || Instant.now().isBefore(end));
    }

    /** A signature whose content is still to come. */
    public static final class PgpSignature {
        private final List<PGPSignature> signatures;

        private PgpSignature(List<PGPSignature> signatures) {
            this.signatures = signatures;
        }

        public void update(byte[] bytes, int from, int length) {
            signatures.forEach(signature -> signature.update(bytes, from, length));
        }

        /** Whether it is one of what was given to it; asked once. */
        public boolean isGood() {
            try {
                for (PGPSignature signature : signatures) {
                    if (signature.verify()) {
                        return true;
                    }
                }
                return false;
            } catch (PGPException | PGPRuntimeOperationException malformed) {
                return false;
            }
        }
    }
}
