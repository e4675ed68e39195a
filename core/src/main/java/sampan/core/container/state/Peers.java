package sampan.core.container.state;

import java.util.OptionalInt;

/** Finds other containers, for one that shares something of theirs. */
@FunctionalInterface
public interface Peers {
    /** NotFound in Docker's words. */
    Peer find(String reference);

    /**
     * Another container.
     *
     * @param pid of its first process; empty when it does not run
     */
    record Peer(String id, OptionalInt pid, ContainerRecord record) {
        public String ipcMode() {
            return record.hostConfig().namespaces().ipcMode();
        }
    }
}
