package sampan.kernel.seccomp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import sampan.kernel.syscall.Abi;

/** The system's libseccomp as an oracle: one filter built with it, as runc would. */
final class Libseccomp implements AutoCloseable {
    static final Path LIBRARY = Path.of("/usr/lib/x86_64-linux-gnu/libseccomp.so.2");

    private static final int COMPARISON = 24;
    /** SCMP_FLTATR_CTL_OPTIMIZE. */
    private static final int OPTIMIZE = 8;

    private static final int BINARY_TREE = 2;

    private final Arena arena = Arena.ofConfined();
    private final SymbolLookup library = SymbolLookup.libraryLookup(LIBRARY, arena);
    private final MethodHandle ruleAdd =
            handle("seccomp_rule_add_array", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    private final MethodHandle resolve = handle("seccomp_syscall_resolve_name", JAVA_INT, ADDRESS);
    private final MethodHandle resolveFor = handle("seccomp_syscall_resolve_name_arch", JAVA_INT, JAVA_INT, ADDRESS);
    private final MemorySegment context;

    Libseccomp(Action defaultAction, List<Abi> abis) throws Throwable {
        context = (MemorySegment) handle("seccomp_init", ADDRESS, JAVA_INT).invoke(defaultAction.code());
        if (context.address() == 0) {
            throw new IllegalStateException("seccomp_init refuses " + defaultAction);
        }
        // As runc does for all but the shortest filters. The other layout of 2.5.4 forgets to load the number where x32
        // is on.
        handle("seccomp_attr_set", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT).invoke(context, OPTIMIZE, BINARY_TREE);
        MethodHandle archAdd = handle("seccomp_arch_add", JAVA_INT, ADDRESS, JAVA_INT);
        for (Abi abi : abis) {
            int answer = (int) archAdd.invoke(context, token(abi));
            if (answer != 0) {
                throw new IllegalStateException("seccomp_arch_add " + abi + ": " + answer);
            }
        }
    }

    /** Number of a call, or -1 for a name it does not know; less than -1 where the ABI has none. */
    int number(Abi abi, String name) throws Throwable {
        return (int) resolveFor.invoke(token(abi), arena.allocateFrom(name));
    }

    /** 0, or the negative errno with which it refuses the rule. */
    int add(String name, Action action, List<Condition> conditions) throws Throwable {
        int number = (int) resolve.invoke(arena.allocateFrom(name));
        MemorySegment comparisons = arena.allocate(COMPARISON * Math.max(1, conditions.size()), 8);
        for (int i = 0; i < conditions.size(); i++) {
            Condition condition = conditions.get(i);
            comparisons.set(JAVA_INT, i * COMPARISON, condition.index());
            comparisons.set(JAVA_INT, i * COMPARISON + 4, condition.operator().ordinal() + 1);
            comparisons.set(JAVA_LONG, i * COMPARISON + 8, condition.value());
            comparisons.set(JAVA_LONG, i * COMPARISON + 16, condition.valueTwo());
        }
        return (int) ruleAdd.invoke(context, action.code(), number, conditions.size(), comparisons);
    }

    byte[] program() throws Throwable {
        int fd = (int) libc("memfd_create", JAVA_INT, ADDRESS, JAVA_INT).invoke(arena.allocateFrom("bpf"), 1);
        try {
            int answer = (int)
                    handle("seccomp_export_bpf", JAVA_INT, ADDRESS, JAVA_INT).invoke(context, fd);
            if (answer != 0) {
                throw new IOException("seccomp_export_bpf: " + answer);
            }
            return Files.readAllBytes(Path.of("/proc/self/fd/" + fd));
        } finally {
            int ignored = (int) libc("close", JAVA_INT, JAVA_INT).invoke(fd);
        }
    }

    @Override
    public void close() {
        try {
            library.find("seccomp_release").ifPresent(release -> {
                try {
                    Linker.nativeLinker()
                            .downcallHandle(release, FunctionDescriptor.ofVoid(ADDRESS))
                            .invoke(context);
                } catch (Throwable e) {
                    throw new IllegalStateException(e);
                }
            });
        } finally {
            arena.close();
        }
    }

    private static int token(Abi abi) {
        return abi == Abi.X32 ? 0x4000_003E : abi.audit();
    }

    private MethodHandle handle(String name, MemoryLayout result, MemoryLayout... arguments) {
        return Linker.nativeLinker()
                .downcallHandle(library.findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }

    private static MethodHandle libc(String name, MemoryLayout result, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }
}
