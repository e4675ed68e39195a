package sampan.core.files;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import sampan.kernel.Fd;
import sampan.oci.layer.EntrySink;
import sampan.oci.layer.TarEntry;
import sampan.oci.layer.TarWriter;

/** Counts what passes by as the bytes it takes in an archive, for that is how Docker tells the size of a copy. */
public final class CountingSink implements EntrySink {
    private final EntrySink next;
    private final TarWriter.Check step;
    private final AtomicLong bytes = new AtomicLong(TarWriter.sizeOf(List.of()));

    /** @param step done before each entry; fails when the copy is not wanted any more */
    public CountingSink(EntrySink next, TarWriter.Check step) {
        this.next = next;
        this.step = step;
    }

    public long bytes() {
        return bytes.get();
    }

    @Override
    public void write(TarEntry entry) throws IOException {
        step.check();
        next.write(entry);
        add(entry);
    }

    @Override
    public void write(TarEntry entry, TarEntry.Content.File file, Fd content) throws IOException {
        step.check();
        next.write(entry, file, content);
        add(entry);
    }

    private void add(TarEntry entry) {
        bytes.addAndGet(TarWriter.sizeOf(entry));
    }
}
