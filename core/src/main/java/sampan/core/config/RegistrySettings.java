package sampan.core.config;

import java.util.List;

/**
 * How images come and go.
 *
 * @param mirrors of Docker Hub: addresses
 * @param insecure registries, or blocks of their addresses, whose certificates nobody need vouch for
 * @param downloads layers of one pull at a time
 * @param uploads layers of one push at a time
 */
public record RegistrySettings(List<String> mirrors, List<String> insecure, int downloads, int uploads) {
    private static final int PARALLEL = 6;

    /** As many layers as a fast network and four processors can make use of. */
    public static final RegistrySettings USUAL = new RegistrySettings(List.of(), List.of(), PARALLEL, PARALLEL);

    public RegistrySettings {
        mirrors = List.copyOf(mirrors);
        insecure = List.copyOf(insecure);
    }
}
