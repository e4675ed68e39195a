package sampan.runtime.command.bundle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import sampan.oci.spec.Spec;
import sampan.oci.spec.SpecJson;
import sampan.runtime.command.call.RuntimeFailure;

/** One section of a {@code config.json} in a file of its own: {@code exec --process}, {@code update --resources}. */
public final class SpecPart {
    private static final Pattern LINE = Pattern.compile("line ([0-9]+)");

    private SpecPart() {}

    /**
     * A specification with nothing else in it.
     *
     * @param file is named when something is wrong with it
     * @param place of the section, the outermost name first
     */
    public static Spec read(String file, byte[] text, String... place) throws RuntimeFailure {
        if (new String(text, StandardCharsets.UTF_8).isBlank()) {
            throw new RuntimeFailure("EOF");
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(bytes("{\"" + String.join("\":{\"", place) + "\":\n"));
        whole.writeBytes(text);
        whole.writeBytes(bytes("}".repeat(place.length)));
        try {
            return SpecJson.spec(whole.toByteArray());
        } catch (IOException wrong) {
            String sentence =
                    String.valueOf(wrong.getMessage()).lines().findFirst().orElse("no JSON");
            throw new RuntimeFailure(LINE.matcher(sentence.replaceFirst("^config\\.json", "FILE"))
                    .replaceFirst(line -> "line " + (Integer.parseInt(line.group(1)) - 1))
                    .replace("FILE", file));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
