package sampan.core.container.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose a container is, and what of the host it may ever see: both are settled when it is made, whoever starts it later.
 *
 * @param name of the caller: {@code uid 1000}, or the address of a port
 * @param sources folders of the host, below which the sources of its bind mounts are; null: anywhere
 */
public record Owner(String name, @Nullable List<String> sources) {
    public Owner {
        sources = sources == null ? null : List.copyOf(sources);
    }
}
