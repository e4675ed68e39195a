package sampan.oci.spec;

import org.jspecify.annotations.Nullable;

/**
 * <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#namespaces">config-linux.md#namespaces</a>
 *
 * @param type {@code pid}, {@code network}, {@code mount}, {@code ipc}, {@code uts}, {@code user}, {@code cgroup} or {@code time}
 * @param path of the namespace to join; null makes a new one
 */
public record Namespace(String type, @Nullable String path) {
    public static Namespace fresh(String type) {
        return new Namespace(type, null);
    }
}
