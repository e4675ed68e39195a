package sampan.kernel.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.CString;
import sampan.kernel.call.Native;
import sampan.kernel.file.Fcntl;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;

/**
 * posix_spawn(3): starts a program given as a descriptor, in a session of its own, in folder {@code /}, with all signals at their
 * default, none blocked, and exactly the descriptors it is given.
 *
 * <p>The C library makes the child with CLONE_VFORK: no copy of the JVM's page tables, and no Java runs in the child.
 */
public final class Spawn {
    private static final Native SPAWN = new Native("posix_spawn");

    private Spawn() {}

    /**
     * What to start.
     *
     * @param program open for reading or O_PATH; a sealed memory file
     * @param environment as {@code NAME=value}
     * @param descriptors what becomes 3, 4, 5 and so on; they stay ours too
     */
    public record Command(
            Fd program, List<String> arguments, List<String> environment, List<Fd> descriptors, Stdio stdio) {
        public Command {
            arguments = List.copyOf(arguments);
            environment = List.copyOf(environment);
            descriptors = List.copyOf(descriptors);
        }
    }

    /** What becomes 0, 1 and 2; /dev/null where empty. */
    public record Stdio(Optional<Fd> in, Optional<Fd> out, Optional<Fd> err) {
        public static final Stdio NONE = new Stdio(Optional.empty(), Optional.empty(), Optional.empty());

        public static Stdio of(Fd in, Fd out, Fd err) {
            return new Stdio(Optional.of(in), Optional.of(out), Optional.of(err));
        }
    }

    /** The child, running its program already; an error of the exec itself is thrown here. */
    public static Child start(Command command) throws SyscallException {
        List<Fd> sources = new ArrayList<>();
        try (Arena arena = Arena.ofConfined();
                SpawnActions actions = new SpawnActions(arena)) {
            int program = 3 + command.descriptors.size();
            raise(command, sources, program + 2);
            for (int target = 0; target <= program; target++) {
                actions.duplicate(sources.get(target), target);
            }
            // Nothing of the JVM's above; then the program once more, close-on-exec, at the lowest number free.
            actions.closeFrom(program + 1);
            actions.open(program + 1, "/proc/self/fd/" + program, OpenFlags.O_CLOEXEC);
            actions.close(program);
            actions.changeDirectory("/");
            return start(arena, actions, "/proc/self/fd/" + (program + 1), command);
        } finally {
            sources.forEach(Fd::close);
        }
    }

    /** Copies of all sources above every target, so that no duplication overwrites the source of a later one. */
    private static void raise(Command command, List<Fd> raised, int lowest) throws SyscallException {
        try (Fd nothing = Open.open(Path.of("/dev/null"), OpenFlags.O_RDWR)) {
            List<Fd> all = new ArrayList<>();
            all.add(command.stdio.in.orElse(nothing));
            all.add(command.stdio.out.orElse(nothing));
            all.add(command.stdio.err.orElse(nothing));
            all.addAll(command.descriptors);
            all.add(command.program);
            for (Fd source : all) {
                raised.add(Fcntl.duplicate(source, lowest));
            }
        }
    }

    private static Child start(Arena arena, SpawnActions actions, String path, Command command)
            throws SyscallException {
        try (SpawnAttributes attributes = new SpawnAttributes(arena)) {
            MemorySegment pid = arena.allocate(JAVA_INT);
            int error = SPAWN.call(
                    pid.address(),
                    CString.of(arena, path).address(),
                    actions.address(),
                    attributes.address(),
                    strings(arena, command.arguments).address(),
                    strings(arena, command.environment).address());
            if (error != 0) {
                throw new SyscallException("posix_spawn(" + command.program + ", " + command.arguments + ")", error);
            }
            // Ours and not waited for yet: the number cannot belong to anyone else.
            int number = pid.get(JAVA_INT, 0);
            return new Child(number, Pidfd.open(number));
        }
    }

    private static MemorySegment strings(Arena arena, List<String> strings) {
        MemorySegment array = arena.allocate(ADDRESS, strings.size() + 1L);
        for (int i = 0; i < strings.size(); i++) {
            array.setAtIndex(ADDRESS, i, CString.of(arena, strings.get(i)));
        }
        return array;
    }
}
