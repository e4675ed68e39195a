package sampan.oci.layer;

import java.io.IOException;
import sampan.kernel.Fd;
import sampan.kernel.file.Seek;
import sampan.kernel.file.Sync;
import sampan.kernel.file.Truncate;
import sampan.kernel.file.Write;

/** The data of files from the archive that is being read. */
final class ArchivedData implements FileFill {
    /** Bytes after which the disk has something to do; small files wait for the end, where all of them go in one journey. */
    private static final long STEP = 1 << 20;

    private final TarReader archive;
    private final boolean early;

    /** @param early while the rest is still being unpacked, the disk begins to write: whoever waits for it at the end waits for little */
    ArchivedData(TarReader archive, boolean early) {
        this.archive = archive;
        this.early = early;
    }

    @Override
    public void fill(Fd target, TarEntry.Content.File file, boolean recorded) throws IOException {
        boolean sparse = file.size() > 0
                && !(file.extents().size() == 1 && file.extents().getFirst().length() == file.size());
        if (sparse) {
            Truncate.of(target, file.size());
        }
        long[] position = {0};
        long[] begun = {0};
        archive.body(
                (offset, bytes, from, length) -> {
                    if (offset != position[0]) {
                        Seek.to(target, offset);
                    }
                    Write.fully(target, bytes, from, length);
                    position[0] = offset + length;
                    if (early && position[0] - begun[0] >= STEP) {
                        Sync.begin(target, begun[0], position[0] - begun[0]);
                        begun[0] = position[0];
                    }
                },
                recorded);
    }
}
