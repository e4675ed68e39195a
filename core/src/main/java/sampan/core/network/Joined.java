package sampan.core.network;

import java.util.Optional;
import sampan.core.network.endpoint.Attachment;
import sampan.core.network.link.PreparedNamespace;

/**
 * What a container is to start in. The caller closes it once the container runs; what it has is the attachment's until {@link Networks#leave}.
 *
 * @param namespace empty: a new one without networks, or none of its own
 */
public record Joined(Attachment attachment, Optional<PreparedNamespace> namespace) implements AutoCloseable {
    /** A container that is on no network of the engine's. */
    public static Joined nothing(String container) {
        return new Joined(Attachment.none(container), Optional.empty());
    }

    @Override
    public void close() {
        namespace.ifPresent(PreparedNamespace::close);
    }
}
