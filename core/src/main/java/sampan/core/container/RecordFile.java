package sampan.core.container;

import java.io.IOException;
import java.lang.System.Logger.Level;
import sampan.core.container.start.Parts;
import sampan.core.container.state.ContainerFolder;
import sampan.core.container.state.ContainerRecord;
import sampan.kernel.Fd;

/** The record of one container, in memory and on disk. Who changes it holds the container's lock. */
final class RecordFile {
    private static final System.Logger LOG = System.getLogger(RecordFile.class.getName());

    private final Parts parts;
    private volatile ContainerRecord record;

    RecordFile(Parts parts, ContainerRecord record) {
        this.parts = parts;
        this.record = record;
    }

    ContainerRecord now() {
        return record;
    }

    String id() {
        return record.id();
    }

    Fd openFolder() throws IOException {
        return ContainerFolder.open(parts.places().containers(), record.id());
    }

    void save(ContainerRecord next) throws IOException {
        try (Fd folder = openFolder()) {
            save(folder, next);
        }
    }

    /** One write less for a container that is removed at its end: its monitor's socket tells as much, until the next boot. */
    void starting(Fd folder) throws IOException {
        ContainerRecord next = record.starting(parts.machine().bootId());
        if (record.autoRemove()) {
            record = next;
        } else {
            save(folder, next);
        }
    }

    void failed(int code, String reason) {
        try {
            save(record.failed(code, reason));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot note why container " + id() + " did not start", e);
        }
    }

    void ended(ContainerRecord.End end, ContainerRecord.Restarted restarted) throws IOException {
        save(record.ended(end).restarted(restarted));
    }

    /** It is written with what is written next. */
    void note(ContainerRecord.Restarted restarted) {
        record = record.restarted(restarted);
    }

    private void save(Fd folder, ContainerRecord next) throws IOException {
        ContainerFolder.writeRecord(folder, next, !next.autoRemove());
        record = next;
    }
}
