package sampan.core.container;

import java.io.IOException;
import sampan.kernel.rootfs.RootDirectory;

/** What is done with a container's files while they can be reached. */
@FunctionalInterface
public interface FilesUse<T> {
    /** @param root volumes and the like included; open during this call only */
    T with(RootDirectory root) throws IOException;
}
