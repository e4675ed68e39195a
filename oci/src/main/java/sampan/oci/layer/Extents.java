package sampan.oci.layer;

import java.util.ArrayList;
import java.util.List;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.Seek;

/** Where a file has data. */
final class Extents {
    private static final int BLOCK = 512;

    private Extents() {}

    /** One that is all of it, unless it takes less room on the disk than its size. */
    static List<TarEntry.Extent> of(Fd file, FileStatus status) throws SyscallException {
        if (status.size() == 0) {
            return List.of();
        }
        List<TarEntry.Extent> whole = List.of(new TarEntry.Extent(0, status.size()));
        if (status.blocks() * BLOCK >= status.size()) {
            return whole;
        }
        List<TarEntry.Extent> extents = new ArrayList<>();
        try {
            long position = 0;
            while (position < status.size() && extents.size() < SparseMap.MAX_EXTENTS) {
                long data = Seek.toData(file, position);
                position = Math.min(Seek.toHole(file, data), status.size());
                if (position > data) {
                    extents.add(new TarEntry.Extent(data, position - data));
                }
            }
            return extents.size() < SparseMap.MAX_EXTENTS ? extents : whole;
        } catch (SyscallException failed) {
            if (failed.is(Errno.ENXIO)) { // no more data
                return extents;
            }
            if (failed.is(Errno.EINVAL)) { // a file system that does not know holes
                return whole;
            }
            throw failed;
        }
    }
}
