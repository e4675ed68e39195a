package sampan.runtime.launch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import sampan.oci.spec.IdMapping;
import sampan.oci.spec.Implements;
import sampan.oci.spec.Mount;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Label;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/**
 * <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md#posix-platform-mounts">config.md#posix-platform-mounts</a>, id mappings of mounts.
 *
 * <p>mount_setattr(2) takes mappings as a user namespace. Each pair of maps needs one, made by a process that goes into it, waits and
 * ends. It shares the table of descriptors, so that it can show its folder in /proc, where its maps are written from outside: no path
 * has a pid in it, which a program could not know.
 */
@Implements(
        value = "config.md#posix-platform-mounts",
        properties = {"mounts.uidMappings", "mounts.gidMappings"})
final class MappedNamespaces {
    /** Where the folder in /proc is put, and after it the namespaces; above the copies of devices. */
    private static final int FOLDER = 800;

    private static final int FIRST = FOLDER + 1;
    private static final int POLLIN = 1;
    private static final int POLLFD = 8;
    private static final int SIGSET = 8;
    private static final String OURS = "mapper";
    private static final String ITS = "mapper's end";

    private MappedNamespaces() {}

    /** In the parent. */
    static void compile(Launch launch) {
        for (Mount mount : launch.spec().mounts()) {
            find(launch, mount, MountOptions.parse(mount.options()));
        }
        int place = FIRST;
        for (Launch.Maps maps : launch.maps()) {
            make(launch, maps, place++);
        }
    }

    /** The namespace's descriptor, for a mount that is to have one; with no mappings of its own a mount takes the container's. */
    static Optional<Argument> find(Launch launch, Mount mount, MountOptions options) {
        boolean own = !mount.uidMappings().isEmpty() || !mount.gidMappings().isEmpty();
        if (options.idmap() == MountOptions.IdMap.NONE && !own) {
            return Optional.empty();
        }
        String where = "mounts: " + mount.destination() + ": ";
        if (!BindMount.is(mount, options)) {
            throw new InvalidSpecException(where + "only bind mounts can have id mappings");
        }
        if (!own && launch.namespaces().joins(Namespaces.Kind.USER)) {
            return Optional.of(Namespaces.joined(launch, Namespaces.Kind.USER));
        }
        Launch.Maps maps = own
                ? new Launch.Maps(mount.uidMappings(), mount.gidMappings())
                : new Launch.Maps(launch.linux().uidMappings(), launch.linux().gidMappings());
        return Optional.of(place(launch, maps, where));
    }

    private static Argument place(Launch launch, Launch.Maps maps, String where) {
        if (maps.uids().isEmpty() != maps.gids().isEmpty()) {
            throw new InvalidSpecException(where + "uidMappings and gidMappings go together");
        }
        if (maps.uids().isEmpty()) {
            throw new InvalidSpecException(where + "idmap without id mappings");
        }
        launch.maps().add(maps);
        return Argument.of(
                FIRST + List.copyOf(launch.maps()).indexOf(maps),
                "<user namespace uids " + IdMappings.text(maps.uids()) + " gids " + IdMappings.text(maps.gids()) + ">");
    }

    private static void make(Launch launch, Launch.Maps maps, int place) {
        Script script = launch.script();
        script.purpose("a user namespace", "it holds the id mappings of a mount", "mount_setattr(2)")
                .blame("mounts: id mappings: %CALL%: %ERROR%");
        Pipes.socketpair(launch, OURS, ITS);
        Buffer pidfd = Buffer.space(Integer.BYTES, "&pidfd");
        Label parent = script.label();
        script.forkTo(
                parent,
                Symbol.all(Symbol.CLONE_FILES, Symbol.CLONE_PIDFD, Symbol.SIGCHLD),
                Argument.NULL,
                Argument.of(pidfd),
                Argument.NULL,
                Argument.of(0));
        enter(launch);
        script.place(parent);
        script.peek(pidfd, 0, Integer.BYTES, launch.register("mapper's pidfd"));
        await(launch);
        write(launch, "uid_map", maps.uids());
        write(launch, "gid_map", maps.gids());
        open(launch, "ns/user", Symbol.O_RDONLY);
        keep(launch, place);
        script.call(Syscall.WRITE, launch.value(OURS), Argument.of("0"), Argument.of(1));
        script.call(
                Syscall.WAITID,
                Symbol.P_PIDFD.argument(),
                launch.value("mapper's pidfd"),
                Argument.NULL,
                Symbol.WEXITED.argument(),
                Argument.NULL);
        for (String used : List.of(OURS, ITS, "mapper's pidfd")) {
            script.call(Syscall.CLOSE, launch.value(used));
        }
    }

    private static void enter(Launch launch) {
        Script script = launch.script();
        script.call(
                        Syscall.OPENAT,
                        Argument.AT_FDCWD,
                        Argument.of("/proc/self"),
                        Symbol.all(Symbol.O_PATH, Symbol.O_DIRECTORY, Symbol.O_CLOEXEC))
                .into(launch.register("file"));
        keep(launch, FOLDER);
        script.call(Syscall.UNSHARE, Symbol.CLONE_NEWUSER.argument());
        script.call(Syscall.WRITE, launch.value(ITS), Argument.of("0"), Argument.of(1));
        script.call(Syscall.READ, launch.value(ITS), Argument.of(Buffer.space(1, "&byte")), Argument.of(1));
        script.call(Syscall.EXIT, Argument.of(0));
    }

    /** Until it is in its namespace, or has ended and has told why. */
    private static void await(Launch launch) {
        byte[] bytes = new byte[2 * POLLFD];
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(Integer.BYTES, (short) POLLIN)
                .putShort(POLLFD + Integer.BYTES, (short) POLLIN);
        Buffer both = Buffer.of(bytes, "[{mapper, POLLIN}, {mapper's pidfd, POLLIN}]");
        Script script = launch.script();
        script.poke(both, 0, launch.register(OURS), Integer.BYTES);
        script.poke(both, POLLFD, launch.register("mapper's pidfd"), Integer.BYTES);
        script.call(
                Syscall.PPOLL, Argument.of(both), Argument.of(2), Argument.NULL, Argument.NULL, Argument.of(SIGSET));
    }

    private static void write(Launch launch, String file, List<IdMapping> mappings) {
        String lines = IdMappings.text(mappings).replace(',', '\n') + "\n";
        open(launch, file, Symbol.O_WRONLY);
        Script script = launch.script();
        script.call(
                Syscall.WRITE,
                launch.value("file"),
                Argument.of(lines),
                Argument.of(lines.getBytes(StandardCharsets.UTF_8).length));
        script.call(Syscall.CLOSE, launch.value("file"));
    }

    private static void open(Launch launch, String name, Symbol how) {
        launch.script()
                .call(
                        Syscall.OPENAT,
                        Argument.of(FOLDER, "<the mapper in /proc>"),
                        Argument.of(name),
                        Symbol.all(how, Symbol.O_CLOEXEC))
                .into(launch.register("file"));
    }

    private static void keep(Launch launch, int place) {
        Script script = launch.script();
        script.call(Syscall.DUP3, launch.value("file"), Argument.of(place), Symbol.O_CLOEXEC.argument());
        script.call(Syscall.CLOSE, launch.value("file"));
    }
}
