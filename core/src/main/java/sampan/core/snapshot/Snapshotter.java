package sampan.core.snapshot;

import java.nio.file.Path;
import java.util.List;

/** Keeps the writable layers of containers. Failures are {@code EngineException}s: a full disk, an id that is none. */
public interface Snapshotter extends AutoCloseable {
    /** As {@code info} shows it. */
    String name();

    /**
     * Makes the root file system of a new container.
     *
     * @param layers folders of the image's layers, the topmost first
     * @param disposable the container is removed when it ends ({@code --rm})
     */
    Snapshot prepare(String containerId, List<Path> layers, boolean disposable);

    /** What {@link #prepare} returned for this container, for another start; NotFound when there is none. */
    Snapshot find(String containerId, List<Path> layers, boolean disposable);

    /** The container's files as they are on disk, to be read without a mount; for the caller to close. */
    LayeredRoot view(String containerId, List<Path> layers);

    /** All the container's files beside all of the image's, to be compared and packed without a mount; for the caller to close. */
    ContainerTrees trees(String containerId, List<Path> layers);

    /** Takes the writable layer away at once, if there is one; its files are deleted in the background. */
    void remove(String containerId);

    /** Bytes of the files that are the container's own, as Docker counts them: folders have none. */
    long usage(String containerId);

    /** All containers that have one. */
    List<String> list();

    @Override
    void close();
}
