package sampan.core.container;

import java.io.IOException;
import java.util.Optional;
import sampan.oci.image.ContainerDefaults;
import sampan.runtime.launch.Rootfs;

/** Where containers get their root file systems from. */
public interface RootFilesystems {
    /**
     * An image.
     *
     * @param id {@code sha256:...}
     */
    record Image(String id, ContainerDefaults defaults) {}

    /** By reference, name or id; NotFound with Docker's sentence when there is none. */
    Image image(String reference);

    /** Makes the writable layer of a new container. */
    void prepare(String container, String image) throws IOException;

    /**
     * The container's file system, for the launch compiler.
     *
     * @param discard nobody will look at what it writes after its end
     */
    Rootfs open(String container, String image, boolean discard) throws IOException;

    /** A small file as the container sees it, symbolic links included; empty when it is not there, or not a file. */
    Optional<byte[]> read(String container, String image, String path, int limit) throws IOException;

    /** What {@code docker inspect} shows as GraphDriver. */
    Inspection.Graph describe(String container, String image);

    /** Removes the writable layer; it may take a while. */
    void remove(String container) throws IOException;
}
