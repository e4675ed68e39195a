package sampan.core.policy;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a rule allows.
 *
 * @param readOnly nothing that changes anything
 * @param all containers of others are shown too
 * @param privileged containers may be asked for anything
 * @param pull images may be pulled
 * @param binds what may be mounted of the host
 * @param volumes patterns of volumes' names, with {@code *}
 * @param networks the same of networks
 * @param images the same of images that may be made, renamed and removed
 */
public record Grant(
        boolean readOnly,
        boolean all,
        boolean privileged,
        boolean pull,
        List<Bind> binds,
        List<String> volumes,
        List<String> networks,
        List<String> images) {
    /** What callers without a rule have. */
    static final Grant EVERYTHING = new Grant(false, true, true, true, List.of(), List.of(), List.of(), List.of());

    /**
     * A folder or file of the host.
     *
     * @param path absolute, without dots
     */
    public record Bind(String path, boolean writable) {}

    public Grant {
        binds = List.copyOf(binds);
        volumes = List.copyOf(volumes);
        networks = List.copyOf(networks);
        images = List.copyOf(images);
    }

    /** Whether nothing is withheld. */
    boolean isEverything() {
        return !readOnly && all && privileged;
    }

    static boolean fits(List<String> patterns, String name) {
        return patterns.stream()
                .anyMatch(pattern -> regex(pattern).matcher(name).matches());
    }

    private static Pattern regex(String pattern) {
        return Pattern.compile(
                Pattern.compile("*", Pattern.LITERAL)
                        .splitAsStream(pattern + "\0")
                        .map(part -> Pattern.quote(part.replace("\0", "")))
                        .collect(Collectors.joining(".*")),
                Pattern.DOTALL);
    }
}
