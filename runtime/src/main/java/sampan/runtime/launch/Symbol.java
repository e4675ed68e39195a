package sampan.runtime.launch;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import sampan.kernel.file.OpenFlags;
import sampan.runtime.program.Argument;

/** Numbers of the kernel's interface that are written by name; each is in the header its prefix tells. */
enum Symbol {
    O_RDONLY(OpenFlags.O_RDONLY),
    O_WRONLY(OpenFlags.O_WRONLY),
    O_RDWR(OpenFlags.O_RDWR),
    O_CREAT(OpenFlags.O_CREAT),
    O_NOCTTY(OpenFlags.O_NOCTTY),
    O_NONBLOCK(OpenFlags.O_NONBLOCK),
    O_DIRECTORY(OpenFlags.O_DIRECTORY),
    O_NOFOLLOW(OpenFlags.O_NOFOLLOW),
    O_CLOEXEC(OpenFlags.O_CLOEXEC),
    O_PATH(OpenFlags.O_PATH),
    RESOLVE_NO_XDEV(0x01),
    RESOLVE_NO_MAGICLINKS(0x02),
    RESOLVE_NO_SYMLINKS(0x04),
    RESOLVE_BENEATH(0x08),
    RESOLVE_IN_ROOT(0x10),
    AT_SYMLINK_NOFOLLOW(0x100),
    AT_EACCESS(0x200),
    AT_EMPTY_PATH(0x1000),
    AT_RECURSIVE(0x8000),
    X_OK(1),
    OPEN_TREE_CLONE(1),
    OPEN_TREE_CLOEXEC(OpenFlags.O_CLOEXEC),
    MOVE_MOUNT_F_EMPTY_PATH(0x04),
    MOVE_MOUNT_T_EMPTY_PATH(0x40),
    FSOPEN_CLOEXEC(1),
    FSMOUNT_CLOEXEC(1),
    FSCONFIG_SET_FLAG(0),
    FSCONFIG_SET_STRING(1),
    FSCONFIG_SET_FD(5),
    FSCONFIG_CMD_CREATE(6),
    MOUNT_ATTR_RDONLY(0x01),
    MOUNT_ATTR_NOSUID(0x02),
    MOUNT_ATTR_NODEV(0x04),
    MOUNT_ATTR_NOEXEC(0x08),
    MOUNT_ATTR_NOATIME(0x10),
    MOUNT_ATTR_STRICTATIME(0x20),
    MOUNT_ATTR__ATIME(0x70),
    MOUNT_ATTR_NODIRATIME(0x80),
    MOUNT_ATTR_IDMAP(0x00100000),
    MOUNT_ATTR_NOSYMFOLLOW(0x00200000),
    MS_UNBINDABLE(1 << 17),
    MS_PRIVATE(1 << 18),
    MS_SLAVE(1 << 19),
    MS_SHARED(1 << 20),
    MNT_DETACH(2),
    CLONE_NEWTIME(0x80),
    CLONE_FILES(0x400),
    CLONE_PIDFD(0x1000),
    CLONE_PARENT(0x8000),
    CLONE_NEWNS(0x20000),
    CLONE_NEWCGROUP(0x2000000),
    CLONE_NEWUTS(0x4000000),
    CLONE_NEWIPC(0x8000000),
    CLONE_NEWUSER(0x10000000),
    CLONE_NEWPID(0x20000000),
    CLONE_NEWNET(0x40000000),
    CLONE_INTO_CGROUP(0x200000000L),
    CLOSE_RANGE_CLOEXEC(4),
    PR_SET_DUMPABLE(4),
    PR_SET_KEEPCAPS(8),
    PR_CAPBSET_DROP(24),
    PR_SET_CHILD_SUBREAPER(36),
    PR_SET_NO_NEW_PRIVS(38),
    PR_GET_NO_NEW_PRIVS(39),
    PR_CAP_AMBIENT(47),
    PR_CAP_AMBIENT_RAISE(2),
    PR_CAP_AMBIENT_CLEAR_ALL(4),
    SECCOMP_SET_MODE_FILTER(1),
    KEYCTL_JOIN_SESSION_KEYRING(1),
    SIG_SETMASK(2),
    SIGCHLD(17),
    SIGKILL(9),
    SIGPIPE(13),
    P_PIDFD(3),
    WEXITED(4),
    SEEK_SET(0),
    AF_UNIX(1),
    AF_INET(2),
    AF_NETLINK(16),
    NETLINK_NETFILTER(12),
    SOCK_STREAM(1),
    SOCK_DGRAM(2),
    SOCK_RAW(3),
    SOCK_SEQPACKET(5),
    SOCK_CLOEXEC(OpenFlags.O_CLOEXEC),
    SOCK_NONBLOCK(OpenFlags.O_NONBLOCK),
    SOL_SOCKET(1),
    SO_REUSEADDR(2),
    SIOCSIFFLAGS(0x8914),
    SIOCGIFINDEX(0x8933),
    TIOCSCTTY(0x540E),
    TIOCSWINSZ(0x5414),
    TIOCSPTLCK(0x40045431),
    TIOCGPTPEER(0x5441),
    F_GETFD(1),
    F_DUPFD_CLOEXEC(1030),
    IOPRIO_WHO_PROCESS(1),
    MSG_CMSG_CLOEXEC(0x40000000),
    STATX_MODE(2),
    STATX_UID(8),
    STATX_GID(0x10),
    STATX_MNT_ID(0x1000),
    FUTEX_WAIT_PRIVATE(0x80);

    /** Programs are full of the same few. */
    private static final Map<List<Symbol>, Argument> COMBINED = new ConcurrentHashMap<>();

    private final long value;

    Symbol(long value) {
        this.value = value;
    }

    long value() {
        return value;
    }

    Argument argument() {
        return Argument.of(value, name());
    }

    /** All of them, or'ed. */
    static Argument all(Symbol... symbols) {
        return COMBINED.computeIfAbsent(List.of(symbols), _ -> Argument.of(bits(symbols), text(symbols)));
    }

    static long bits(Symbol... symbols) {
        return Arrays.stream(symbols).mapToLong(Symbol::value).reduce(0, (a, b) -> a | b);
    }

    static String text(Symbol... symbols) {
        return symbols.length == 0
                ? "0"
                : Arrays.stream(symbols).map(Symbol::name).collect(Collectors.joining("|"));
    }
}
