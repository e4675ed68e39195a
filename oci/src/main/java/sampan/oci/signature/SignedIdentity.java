package sampan.oci.signature;

import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageReference;
import sampan.oci.image.JsonFields;

/**
 * Which name a signature has to be for ({@code signedIdentity} of containers-policy.json(5)).
 *
 * @param expected the name, where the rule gives one of its own; of {@link Rule#REMAPPED} what takes the prefix's place
 * @param prefix of {@link Rule#REMAPPED}
 */
public record SignedIdentity(Rule rule, String expected, String prefix) {
    static final SignedIdentity USUAL = new SignedIdentity(Rule.EXACT_OR_DIGEST, "", "");

    /** How the names are compared. */
    enum Rule {
        EXACT,
        EXACT_OR_DIGEST,
        REPOSITORY,
        REMAPPED
    }

    static SignedIdentity parse(JsonFields json) throws ImageFormatException {
        return switch (json.text("type")) {
            case "matchExact" -> new SignedIdentity(Rule.EXACT, "", "");
            case "matchRepoDigestOrExact" -> USUAL;
            case "matchRepository" -> new SignedIdentity(Rule.REPOSITORY, "", "");
            case "exactReference" -> new SignedIdentity(Rule.EXACT, json.requiredText("dockerReference"), "");
            case "exactRepository" -> new SignedIdentity(Rule.REPOSITORY, json.requiredText("dockerRepository"), "");
            case "remapIdentity" ->
                new SignedIdentity(Rule.REMAPPED, json.requiredText("signedPrefix"), json.requiredText("prefix"));
            default ->
                throw new ImageFormatException(json.what() + " has the unknown type \"" + json.text("type") + "\"");
        };
    }

    boolean covers(SignedStatement statement, ImageReference name) {
        try {
            ImageReference signed = ImageReference.parse(statement.claim().identity());
            return covers(signed, wanted(name));
        } catch (ImageFormatException malformed) {
            return false;
        }
    }

    private ImageReference wanted(ImageReference name) throws ImageFormatException {
        if (rule != Rule.REMAPPED) {
            return expected.isEmpty() ? name : ImageReference.parse(expected);
        }
        String text = name.toString();
        boolean below = text.equals(prefix) || text.startsWith(prefix + "/") || text.startsWith(prefix + ":");
        return below ? ImageReference.parse(expected + text.substring(prefix.length())) : name;
    }

    private boolean covers(ImageReference signed, ImageReference wanted) {
        boolean repository = signed.name().equals(wanted.name());
        return switch (rule) {
            case REPOSITORY -> repository;
            case EXACT -> signed.equals(wanted);
            case EXACT_OR_DIGEST, REMAPPED ->
                signed.equals(wanted) || (wanted.digest().isPresent() && repository);
        };
    }
}
