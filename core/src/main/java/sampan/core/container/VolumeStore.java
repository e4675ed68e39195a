package sampan.core.container;

import java.io.IOException;
import sampan.core.plan.MountPoint;

/** Where containers get their volumes from. */
public interface VolumeStore {
    /** Makes the volume if it is missing, with a new name if it has none. */
    MountPoint provide(MountPoint wanted) throws IOException;

    /**
     * The folder with the volume's content, ready to be mounted; an empty new volume is filled with what the image has at that place.
     *
     * @param container whose file system it is filled from
     */
    String folder(MountPoint volume, String container, String image) throws IOException;

    void remove(String name) throws IOException;
}
