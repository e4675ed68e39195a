package sampan.cli.value;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sampan.cli.flag.InvalidValue;

/**
 * All {@code -v} of one command line: {@code [SOURCE:]TARGET[:OPTIONS]}.
 *
 * @param binds with a source, which is a path or the name of a volume; the engine reads the rest of it
 * @param anonymous targets of volumes without a name
 */
public record VolumeSpec(List<String> binds, Map<String, Map<String, String>> anonymous) {
    /** @param directory the caller's, in which a source that begins with a dot is */
    public static VolumeSpec of(List<String> specs, String directory) throws InvalidValue {
        List<String> binds = new ArrayList<>();
        Map<String, Map<String, String>> anonymous = new LinkedHashMap<>();
        for (String spec : specs) {
            if (source(spec).isEmpty()) {
                anonymous.put(spec, Map.of());
            } else {
                binds.add(absolute(spec, directory));
            }
        }
        return new VolumeSpec(binds, anonymous);
    }

    private static String source(String spec) throws InvalidValue {
        if (spec.isEmpty()) {
            throw new InvalidValue("invalid empty volume spec");
        }
        String[] parts = spec.split(":", -1);
        for (String part : parts) {
            if (part.isEmpty()) {
                throw new InvalidValue("invalid spec: " + spec + ": empty section between colons");
            }
        }
        if (parts.length > 3) {
            throw new InvalidValue("invalid volume specification: '" + spec + "'");
        }
        return parts.length == 1 ? "" : parts[0];
    }

    private static String absolute(String spec, String directory) {
        int colon = spec.indexOf(':');
        String source = spec.substring(0, colon);
        if (!source.equals(".") && !source.equals("..") && !source.startsWith("./") && !source.startsWith("../")) {
            return spec;
        }
        return Path.of(directory, source).normalize() + spec.substring(colon);
    }
}
