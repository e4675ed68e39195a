package sampan.kernel.call;

import java.util.Locale;

/**
 * The system calls this module makes, with their numbers on x86-64 and aarch64. Only these: a filter's full table of names is
 * another thing and not needed to open a file.
 *
 * <p>Results are as the kernel gives them: {@code -errno} for a failure.
 */
public enum Call {
    READ(0, 63),
    WRITE(1, 64),
    PREAD64(17, 67),
    PWRITE64(18, 68),
    CLOSE(3, 57),
    OPENAT(257, 56),
    OPENAT2(437, 437),
    FCNTL(72, 25),
    IOCTL(16, 29),
    FTRUNCATE(77, 46),
    LSEEK(8, 62),
    GETDENTS64(217, 61),
    STATX(332, 291),
    FSYNC(74, 82),
    FDATASYNC(75, 83),
    SYNCFS(306, 267),
    SYNC_FILE_RANGE(277, 84),
    FADVISE64(221, 223),
    MMAP(9, 222),
    MUNMAP(11, 215),
    MINCORE(27, 232),
    FSTATFS(138, 44),
    FLOCK(73, 32),
    MKDIRAT(258, 34),
    MKNODAT(259, 33),
    SYMLINKAT(266, 36),
    LINKAT(265, 37),
    UNLINKAT(263, 35),
    RENAMEAT2(316, 276),
    READLINKAT(267, 78),
    FCHMODAT(268, 53),
    FCHMODAT2(452, 452),
    FCHOWNAT(260, 54),
    UTIMENSAT(280, 88),
    FALLOCATE(285, 47),
    MEMFD_CREATE(319, 279),
    PIPE2(293, 59),
    COPY_FILE_RANGE(326, 285),
    SPLICE(275, 76),
    GETXATTR(191, 8),
    SETXATTR(188, 5),
    LISTXATTR(194, 11),
    REMOVEXATTR(197, 14),
    INOTIFY_INIT1(294, 26),
    INOTIFY_ADD_WATCH(254, 27),
    INOTIFY_RM_WATCH(255, 28),
    EVENTFD2(290, 19),
    EPOLL_CREATE1(291, 20),
    EPOLL_CTL(233, 21),
    EPOLL_PWAIT(281, 22),
    PPOLL(271, 73),
    SOCKET(41, 198),
    SOCKETPAIR(53, 199),
    BIND(49, 200),
    LISTEN(50, 201),
    ACCEPT4(288, 242),
    CONNECT(42, 203),
    SENDTO(44, 206),
    RECVFROM(45, 207),
    SENDMSG(46, 211),
    RECVMSG(47, 212),
    RECVMMSG(299, 243),
    SENDMMSG(307, 269),
    SETSOCKOPT(54, 208),
    GETSOCKOPT(55, 209),
    GETSOCKNAME(51, 204),
    SHUTDOWN(48, 210),
    PIDFD_GETFD(438, 438),
    PIDFD_OPEN(434, 434),
    PIDFD_SEND_SIGNAL(424, 424),
    WAITID(247, 95),
    KILL(62, 129),
    GETPID(39, 172),
    GETTID(186, 178),
    GETEUID(107, 175),
    GETEGID(108, 177),
    GETUID(102, 174),
    GETGID(104, 176),
    GETGROUPS(115, 158),
    PRCTL(157, 167),
    CAPGET(125, 90),
    PRLIMIT64(302, 261),
    SCHED_SETATTR(314, 274),
    SCHED_GETATTR(315, 275),
    UNAME(63, 160),
    SYSINFO(99, 179),
    BPF(321, 280),
    FSOPEN(430, 430),
    FSCONFIG(431, 431),
    FSMOUNT(432, 432),
    MOVE_MOUNT(429, 429),
    MOUNT(165, 40),
    UMOUNT2(166, 39);

    private static final int EINTR = 4;

    private final int x86;
    private final int aarch64;

    Call(int x86, int aarch64) {
        this.x86 = x86;
        this.aarch64 = aarch64;
    }

    public int number() {
        return Architecture.pick(x86, aarch64);
    }

    int number(boolean onX86) {
        return onX86 ? x86 : aarch64;
    }

    /** The name as strace(1) prints it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Makes the call with at most six integers or addresses. A signal that interrupts a thread of the JVM means nothing to the
     * caller: the call is made again. Calls with a timeout use {@link #once}.
     */
    public long invoke(long... arguments) {
        long result;
        do {
            result = Syscall.call(number(), arguments);
        } while (result == -EINTR);
        return result;
    }

    /** As {@link #invoke}, but a signal ends the call with {@code -EINTR}. */
    public long once(long... arguments) {
        return Syscall.call(number(), arguments);
    }
}
