package sampan.oci.image;

import java.util.List;

/** What manifests and indexes have in common: the checks that keep one from being taken for the other. */
final class Manifests {
    private static final int SCHEMA = 2;

    private Manifests() {}

    /** @param foreign the key that only the other kind of document has */
    static JsonFields open(byte[] text, String what, List<String> mediaTypes, String foreign)
            throws ImageFormatException {
        JsonFields json = StrictJson.parse(text, what);
        StrictJson.refuseCaseVariants(json);
        if (json.number("schemaVersion") != SCHEMA) {
            throw new ImageFormatException(what + ".schemaVersion is not " + SCHEMA);
        }
        if (json.has("mediaType") && !mediaTypes.contains(json.text("mediaType"))) {
            throw new ImageFormatException(what + " has the media type \"" + json.text("mediaType") + "\"");
        }
        if (json.has(foreign)) {
            throw new ImageFormatException(what + " must not have \"" + foreign + "\"");
        }
        return json;
    }
}
