package sampan.oci.spec;

import org.jspecify.annotations.Nullable;

/**
 * <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#devices">config-linux.md#devices</a>
 *
 * @param type {@code c}, {@code u} (the same), {@code b} or {@code p}
 */
public record Device(
        String type,
        String path,
        long major,
        long minor,
        @Nullable Integer fileMode,
        @Nullable Long uid,
        @Nullable Long gid) {}
