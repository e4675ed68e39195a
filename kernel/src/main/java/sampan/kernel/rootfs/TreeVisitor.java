package sampan.kernel.rootfs;

import java.io.IOException;
import sampan.kernel.file.FileStatus;

/** What is done with each name of a tree. */
@FunctionalInterface
public interface TreeVisitor {
    /**
     * @param place the directory it lies in, open only during this call, and the name there
     * @return whether to go into it, if it is a directory; one that is the root of a mount is gone into only where {@link #crosses} says so
     */
    boolean visit(Place place) throws IOException;

    /** Asked about directories that are roots of mounts and were to be gone into. */
    default boolean crosses(Place place) throws IOException {
        return false;
    }

    /** One name of a tree. */
    interface Place {
        /** From where the walk began; to be asked for during the visit only. */
        RootPath path();

        /** The directory it lies in. */
        Folder folder();

        byte[] name();

        /** Of the name itself, be it a link. */
        FileStatus status();
    }
}
