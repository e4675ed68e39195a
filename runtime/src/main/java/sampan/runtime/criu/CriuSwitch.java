package sampan.runtime.criu;

/** Options of criu that are on or off; the numbers are its RPC's. */
public enum CriuSwitch {
    LEAVE_RUNNING(3),
    EXTERNAL_UNIX_SOCKETS(4),
    TCP_ESTABLISHED(5),
    EVASIVE_DEVICES(6),
    SHELL_JOB(7),
    FILE_LOCKS(8),
    NOTIFY(12),
    TRACK_MEMORY(15),
    AUTO_DEDUP(16),
    RESTORE_AS_SIBLING(26),
    LAZY_PAGES(48),
    ORPHAN_TERMINALS(50);

    private final int number;

    CriuSwitch(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
