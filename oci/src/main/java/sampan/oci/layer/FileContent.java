package sampan.oci.layer;

import java.io.IOException;
import sampan.kernel.Fd;
import sampan.kernel.file.Read;
import sampan.kernel.file.Write;

/** A part of a file, copied. */
final class FileContent {
    private FileContent() {}

    /** From both positions on, or as much of it as there is. */
    static void copy(Fd from, Fd to, long length, byte[] buffer) throws IOException {
        long left = length;
        while (left > 0) {
            int got = Read.read(from, buffer, 0, (int) Math.min(buffer.length, left));
            if (got == 0) {
                return;
            }
            Write.fully(to, buffer, 0, got);
            left -= got;
        }
    }
}
