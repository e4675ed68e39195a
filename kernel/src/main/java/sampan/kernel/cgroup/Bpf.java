package sampan.kernel.cgroup;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.CString;
import sampan.kernel.call.Call;

/** bpf(2), as far as programs that guard a cgroup's devices need it. */
final class Bpf {
    private static final int PROG_LOAD = 5;
    private static final int PROG_ATTACH = 8;
    private static final int PROG_DETACH = 9;
    private static final int PROG_GET_FD_BY_ID = 13;
    private static final int PROG_QUERY = 16;

    private static final int TYPE_CGROUP_DEVICE = 15;
    private static final int ATTACH_CGROUP_DEVICE = 6;
    private static final int ALLOW_MULTI = 2;
    private static final int REPLACE = 4;

    /** {@code union bpf_attr} up to the last member used here. */
    private static final int ATTRIBUTES = 72;

    private static final int MOST_PROGRAMS = 64;

    /** What the verifier is told to say when it refuses, so that its first words can be shown. */
    private static final int LOG_SIZE = 64 * 1024;

    private Bpf() {}

    static Fd load(DeviceFilter filter) throws SyscallException {
        byte[] code = filter.bytes();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment log = arena.allocate(LOG_SIZE);
            MemorySegment instructions = arena.allocate(code.length, 8);
            MemorySegment.copy(MemorySegment.ofArray(code), 0, instructions, 0, code.length);
            // It calls no function of the kernel, so any license is accepted.
            MemorySegment license = CString.of(arena, "Apache-2.0");
            long result = call(PROG_LOAD, attributes -> {
                attributes.set(JAVA_INT, 0, TYPE_CGROUP_DEVICE);
                attributes.set(JAVA_INT, 4, filter.code().size());
                attributes.set(JAVA_LONG, 8, instructions.address());
                attributes.set(JAVA_LONG, 16, license.address());
                attributes.set(JAVA_INT, 24, 1);
                attributes.set(JAVA_INT, 28, LOG_SIZE);
                attributes.set(JAVA_LONG, 32, log.address());
            });
            if (result < 0) {
                String said = new String(CString.read(log, 0), StandardCharsets.UTF_8);
                throw SyscallException.of(
                        Call.BPF, result, "BPF_PROG_LOAD", "BPF_PROG_TYPE_CGROUP_DEVICE: " + said.strip());
            }
            return Fd.of(result);
        }
    }

    /** Attaches beside what is there; all programs have to allow an access. */
    static void attach(Fd cgroup, Fd program) throws SyscallException {
        check("BPF_PROG_ATTACH", cgroup, call(PROG_ATTACH, attributes -> {
            target(attributes, cgroup, program);
            attributes.set(JAVA_INT, 12, ALLOW_MULTI);
        }));
    }

    /** In one step: there is no moment without a program. */
    static void replace(Fd cgroup, Fd old, Fd program) throws SyscallException {
        check("BPF_PROG_ATTACH", cgroup, call(PROG_ATTACH, attributes -> {
            target(attributes, cgroup, program);
            attributes.set(JAVA_INT, 12, ALLOW_MULTI | REPLACE);
            attributes.set(JAVA_INT, 16, old.number());
        }));
    }

    static void detach(Fd cgroup, Fd program) throws SyscallException {
        check("BPF_PROG_DETACH", cgroup, call(PROG_DETACH, attributes -> target(attributes, cgroup, program)));
    }

    /** The programs attached to the cgroup itself; the caller closes them. */
    static List<Fd> attached(Fd cgroup) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ids = arena.allocate(4L * MOST_PROGRAMS, 4);
            int[] count = new int[1];
            long result = query(cgroup, ids, count);
            check("BPF_PROG_QUERY", cgroup, result);
            List<Fd> programs = new ArrayList<>();
            for (int i = 0; i < count[0]; i++) {
                int id = ids.getAtIndex(JAVA_INT, i);
                long program = call(PROG_GET_FD_BY_ID, attributes -> attributes.set(JAVA_INT, 0, id));
                // One that another engine detached meanwhile is no longer ours to replace.
                if (program != -Errno.ENOENT) {
                    check("BPF_PROG_GET_FD_BY_ID", cgroup, program);
                    programs.add(Fd.of(program));
                }
            }
            return programs;
        }
    }

    private static long query(Fd cgroup, MemorySegment ids, int[] count) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTES, 8);
            attributes.set(JAVA_INT, 0, cgroup.number());
            attributes.set(JAVA_INT, 4, ATTACH_CGROUP_DEVICE);
            attributes.set(JAVA_LONG, 16, ids.address());
            attributes.set(JAVA_INT, 24, MOST_PROGRAMS);
            long result = Call.BPF.invoke(PROG_QUERY, attributes.address(), ATTRIBUTES);
            count[0] = attributes.get(JAVA_INT, 24);
            return result;
        }
    }

    private static void target(MemorySegment attributes, Fd cgroup, Fd program) {
        attributes.set(JAVA_INT, 0, cgroup.number());
        attributes.set(JAVA_INT, 4, program.number());
        attributes.set(JAVA_INT, 8, ATTACH_CGROUP_DEVICE);
    }

    private static long call(int command, Consumer<MemorySegment> fill) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTES, 8);
            fill.accept(attributes);
            return Call.BPF.invoke(command, attributes.address(), ATTRIBUTES);
        }
    }

    private static void check(String command, Fd cgroup, long result) throws SyscallException {
        if (result < 0) {
            throw SyscallException.of(Call.BPF, result, command, cgroup, "BPF_CGROUP_DEVICE");
        }
    }
}
