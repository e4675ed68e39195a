package sampan.oci.signature;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.JsonFields;
import sampan.oci.image.StrictJson;

/**
 * A signature as cosign stores it since version 3: a bundle of sigstore's ({@code sigstore_bundle.proto} and cosign's BUNDLE_SPEC.md) with an
 * in-toto statement in an envelope. What else is in it, of certificates and transparency logs, is for signatures without a key.
 */
final class SigstoreBundle {
    private static final List<String> MEDIA_TYPES = List.of(
            "application/vnd.dev.sigstore.bundle.v0.3+json", "application/vnd.dev.sigstore.bundle+json;version=0.3");

    private SigstoreBundle() {}

    static boolean isOne(String mediaType) {
        return MEDIA_TYPES.contains(mediaType);
    }

    /** Empty when there is nothing signed with a key in it. */
    static Optional<SignedStatement> read(byte[] text) {
        try {
            JsonFields bundle = StrictJson.parse(text, "bundle");
            Optional<JsonFields> envelope = bundle.object("dsseEnvelope");
            if (!isOne(bundle.text("mediaType")) || envelope.isEmpty()) {
                return Optional.empty();
            }
            List<JsonFields> signatures = envelope.get().objects("signatures");
            if (signatures.size() != 1) {
                return Optional.empty();
            }
            Envelope said =
                    new Envelope(envelope.get().requiredText("payloadType"), decoded(envelope.get(), "payload"));
            return Optional.of(new SignedStatement(said.signed(), decoded(signatures.getFirst(), "sig")));
        } catch (ImageFormatException | IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static byte[] decoded(JsonFields json, String field) throws ImageFormatException {
        return Base64.getDecoder().decode(json.requiredText(field));
    }
}
