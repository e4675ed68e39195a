package sampan.kernel.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import sampan.kernel.Errno;
import sampan.kernel.SyscallException;
import sampan.kernel.call.CString;
import sampan.kernel.call.Call;
import sampan.kernel.file.Read;
import sampan.kernel.file.Stat;

/**
 * The machine as the kernel describes it, read once and handed to those who decide. Its cgroups are
 * {@code sampan.kernel.cgroup.CgroupHost}.
 *
 * @param release {@code 6.18.44-debian}
 * @param lastCapability the highest number of a capability this kernel knows
 * @param bootId changes with every boot
 * @param securityModules active LSMs, as far as can be seen
 * @param memory in bytes
 * @param processors online
 */
public record Host(
        String name,
        String release,
        String version,
        String machine,
        int lastCapability,
        String bootId,
        List<String> securityModules,
        long memory,
        int processors) {

    private static final int FIELD = 65;

    public Host {
        securityModules = List.copyOf(securityModules);
    }

    public static Host read() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment uname = uname(arena);
            return new Host(
                    field(uname, 1),
                    field(uname, 2),
                    field(uname, 3),
                    field(uname, 4),
                    Integer.parseInt(text("/proc/sys/kernel/cap_last_cap")),
                    text("/proc/sys/kernel/random/boot_id"),
                    activeModules(),
                    totalMemory(arena),
                    Runtime.getRuntime().availableProcessors());
        }
    }

    /** Only the release: one call. */
    public static String kernelRelease() throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            return field(uname(arena), 2);
        }
    }

    /** Whether the kernel is this version or a later one. */
    public boolean atLeast(int major, int minor) {
        String[] parts = release.split("[^0-9]+", 3);
        int ownMajor = Integer.parseInt(parts[0]);
        int ownMinor = parts.length > 1 && !parts[1].isEmpty() ? Integer.parseInt(parts[1]) : 0;
        return ownMajor > major || (ownMajor == major && ownMinor >= minor);
    }

    private static MemorySegment uname(Arena arena) throws SyscallException {
        MemorySegment struct = arena.allocate(6 * FIELD);
        long result = Call.UNAME.invoke(struct.address());
        if (result < 0) {
            throw SyscallException.of(Call.UNAME, result);
        }
        return struct;
    }

    private static String field(MemorySegment uname, int index) {
        return new String(CString.read(uname, (long) index * FIELD), StandardCharsets.UTF_8);
    }

    private static long totalMemory(Arena arena) throws SyscallException {
        MemorySegment struct = arena.allocate(128, 8);
        long result = Call.SYSINFO.invoke(struct.address());
        if (result < 0) {
            throw SyscallException.of(Call.SYSINFO, result);
        }
        return struct.get(JAVA_LONG, 32) * Integer.toUnsignedLong(struct.get(JAVA_INT, 104));
    }

    /** securityfs tells all; where it is not mounted, two modules can be seen elsewhere. */
    private static List<String> activeModules() throws IOException {
        if (exists("/sys/kernel/security/lsm")) {
            return List.of(text("/sys/kernel/security/lsm").split(","));
        }
        return Stream.of(apparmor() ? "apparmor" : "", exists("/sys/fs/selinux/enforce") ? "selinux" : "")
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static boolean apparmor() throws IOException {
        String enabled = "/sys/module/apparmor/parameters/enabled";
        return exists(enabled) && text(enabled).equals("Y");
    }

    private static boolean exists(String path) throws SyscallException {
        try {
            Stat.of(Path.of(path));
            return true;
        } catch (SyscallException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.EACCES)) {
                return false;
            }
            throw e;
        }
    }

    private static String text(String path) throws IOException {
        return Read.text(Path.of(path)).trim();
    }
}
