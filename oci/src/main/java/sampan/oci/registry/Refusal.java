package sampan.oci.registry;

import java.util.ArrayList;
import java.util.List;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.JsonFields;
import sampan.oci.image.StrictJson;

/** What a registry says when it does not do what it was asked ({@code {"errors": [...]}}), in one sentence. */
final class Refusal {
    private static final int LONGEST = 300;

    private Refusal() {}

    static RegistryException of(int status, byte[] body, String who) {
        List<String> errors = errors(body);
        String text = errors.isEmpty() ? "unexpected status from " + who + ": " + status : String.join("\n", errors);
        return new RegistryException(kind(status), text);
    }

    private static RegistryException.Kind kind(int status) {
        return switch (status) {
            case 401, 403 -> RegistryException.Kind.DENIED;
            case 404 -> RegistryException.Kind.NOT_FOUND;
            default -> RegistryException.Kind.UNAVAILABLE;
        };
    }

    /** {@code manifest unknown: manifest unknown}, as Docker's client has them. */
    private static List<String> errors(byte[] body) {
        List<String> errors = new ArrayList<>();
        try {
            JsonFields json = StrictJson.parse(body, "answer");
            for (JsonFields error : json.objects("errors")) {
                String code =
                        error.text("code").toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
                errors.add(printable(code + ": " + error.text("message")));
            }
            if (errors.isEmpty() && json.has("details")) {
                errors.add(printable(json.text("details")));
            }
        } catch (ImageFormatException other) {
            return List.of(); // a page of a proxy, or of nobody we know
        }
        return errors;
    }

    /** It comes from a stranger and goes to a terminal. */
    private static String printable(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", " ");
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "..." : plain;
    }
}
