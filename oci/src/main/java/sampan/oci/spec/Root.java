package sampan.oci.spec;

/**
 * <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md#root">config.md#root</a>
 *
 * @param path of the root file system, absolute or relative to the bundle
 */
public record Root(String path, boolean readonly) {}
