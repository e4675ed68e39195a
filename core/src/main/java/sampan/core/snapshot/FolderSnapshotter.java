package sampan.core.snapshot;

import java.io.IOException;
import java.util.List;

/** Each container has a folder of its own, and in it one with its files, or with those that differ from its image's. */
abstract class FolderSnapshotter implements Snapshotter {
    final SnapshotFolders folders;
    private final String files;

    /**
     * @param folders closed with this
     * @param files name of the folder with the container's files
     */
    FolderSnapshotter(SnapshotFolders folders, String files) {
        this.folders = folders;
        this.files = files;
    }

    @Override
    public void remove(String containerId) {
        try {
            folders.remove(containerId);
        } catch (IOException failed) {
            throw Snapshotters.failure("cannot remove the container's files", failed);
        }
    }

    @Override
    public long usage(String containerId) {
        try {
            return folders.usage(containerId, files);
        } catch (IOException failed) {
            throw Snapshotters.failure("cannot measure the container's files", failed);
        }
    }

    @Override
    public List<String> list() {
        try {
            return folders.list();
        } catch (IOException failed) {
            throw Snapshotters.failure("cannot list the containers' files", failed);
        }
    }

    @Override
    public void close() {
        folders.close();
    }
}
