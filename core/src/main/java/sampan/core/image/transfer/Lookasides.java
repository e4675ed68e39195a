package sampan.core.image.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import sampan.oci.image.ImageReference;
import sampan.oci.registry.Lookaside;
import sampan.oci.signature.Policy;

/**
 * Where the signatures of GnuPG of which images lie, as the files of {@code registries.d} say it (containers-registries.d(5)).
 *
 * @param usual for what no scope is about
 */
record Lookasides(Lookaside usual, Map<String, Lookaside> scopes) {
    private static final String VARIABLE = "SAMPAN_REGISTRIES_D";
    private static final String USUAL = "file:///var/lib/containers/sigstore";
    private static final List<Path> FOLDERS =
            List.of(Path.of("/etc/sampan/registries.d"), Path.of("/etc/containers/registries.d"));

    Lookasides {
        scopes = Map.copyOf(scopes);
    }

    /** This host's: of the folder that a variable {@code SAMPAN_REGISTRIES_D} names, or else of the first of the usual ones. */
    static Lookasides read(Map<String, String> environment) throws IOException {
        String named = environment.getOrDefault(VARIABLE, "");
        Optional<Path> folder =
                named.isEmpty() ? FOLDERS.stream().filter(Files::isDirectory).findFirst() : Optional.of(Path.of(named));
        Lookaside usual = Lookaside.of(USUAL);
        Map<String, Lookaside> scopes = new HashMap<>();
        for (Path file : folder.isEmpty() ? List.<Path>of() : files(folder.get())) {
            Map<?, ?> whole = yaml(file);
            usual = address(whole.get("default-docker")).orElse(usual);
            if (whole.get("docker") instanceof Map<?, ?> entries) {
                for (Map.Entry<?, ?> entry : entries.entrySet()) {
                    Optional<Lookaside> place = address(entry.getValue());
                    place.ifPresent(found -> scopes.put(String.valueOf(entry.getKey()), found));
                }
            }
        }
        return new Lookasides(usual, scopes);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static Map<?, ?> yaml(Path file) throws IOException {
        try {
            Object whole = new Load(
                            LoadSettings.builder().setLabel(file.toString()).build())
                    .loadFromString(Files.readString(file, UTF_8));
            return whole instanceof Map<?, ?> map ? map : Map.of();
        } catch (YamlEngineException malformed) {
            throw new IOException(file + ": " + malformed.getMessage(), malformed);
        }
    }

    private static Optional<Lookaside> address(@Nullable Object entry) throws IOException {
        if (entry instanceof Map<?, ?> map) {
            Object address = map.containsKey("lookaside") ? map.get("lookaside") : map.get("sigstore");
            return address == null ? Optional.empty() : Optional.of(Lookaside.of(String.valueOf(address)));
        }
        return Optional.empty();
    }

    Lookaside of(ImageReference name) {
        return Policy.scopes(name).stream()
                .flatMap(scope -> Optional.ofNullable(scopes.get(scope)).stream())
                .findFirst()
                .orElse(usual);
    }
}
