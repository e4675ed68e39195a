package sampan.runtime.command.handover;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Devices;
import sampan.kernel.file.Fcntl;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.FileType;
import sampan.kernel.file.Memfd;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Stat;
import sampan.oci.spec.Mount;
import sampan.oci.spec.Spec;
import sampan.runtime.command.bundle.Bundle;
import sampan.runtime.command.call.Invocation;
import sampan.runtime.command.call.Paths;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.json.GoJson;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.Program;
import sampan.runtime.program.ProgramWriter;

/** What a launch is handed: files opened with the caller's rights before it is compiled, and what the launch itself brings along. */
public final class Handing implements AutoCloseable {
    private static final long NULL = Devices.makedev(1, 3);

    private final Context context;
    private final Map<String, Fd> sources = new HashMap<>();
    private final Map<Descriptor, Fd> others = new HashMap<>();
    private final Set<String> fileSources = new HashSet<>();
    private boolean sysctls;

    public Handing(Context context) {
        this.context = context;
    }

    /** Opens the sources of bind mounts. */
    public void openSources(Spec spec) throws IOException, RuntimeFailure {
        sysctls = spec.linux() != null && !spec.linux().sysctl().isEmpty();
        for (Mount mount : spec.mounts()) {
            String source = mount.source();
            if (Bundle.isBind(mount) && source != null && !source.isEmpty() && !sources.containsKey(source)) {
                openSource(mount, source);
            }
        }
    }

    private void openSource(Mount mount, String source) throws IOException, RuntimeFailure {
        try {
            Fd file = context.invocation().open(Paths.absolute(context.invocation(), source), OpenFlags.O_PATH, 0);
            sources.put(source, file);
            if (Stat.of(file).type() != FileType.DIRECTORY) {
                fileSources.add(source);
            }
        } catch (SyscallException failed) {
            String place =
                    "error mounting " + GoJson.quoted(source) + " to rootfs at " + GoJson.quoted(mount.destination());
            throw new RuntimeFailure("unable to start container process: error during container init: " + place
                    + ": stat " + source + ": " + Errno.sentence(failed.errno()));
        }
    }

    public Set<String> fileSources() {
        return fileSources;
    }

    /** Takes a descriptor over that the launch will ask for. */
    public void put(Descriptor wanted, Fd fd) {
        others.put(wanted, fd.release());
    }

    /** The socket of {@code --console-socket}. */
    public void connectConsole(String path) throws IOException, RuntimeFailure {
        put(new Descriptor.ConsoleSocket(), context.connect(path));
    }

    /** Those of the caller's 0, 1 and 2 that are /dev/null. */
    public static Set<Integer> nulls(Invocation invocation) throws IOException {
        Set<Integer> nulls = new HashSet<>();
        for (int number = 0; number <= 2; number++) {
            FileStatus status = Stat.of(invocation.stream(number));
            if (status.type() == FileType.CHARACTER_DEVICE && status.special() == NULL) {
                nulls.add(number);
            }
        }
        return nulls;
    }

    /** Starts the program, with what it asks for. */
    public void launch(Program program) throws IOException, RuntimeFailure {
        launch(program, encoded(program));
    }

    /** The same, encoded before. Nothing of it stays open here: the other ends hear of the process's end. */
    public void launch(Program program, byte[] encoded) throws IOException, RuntimeFailure {
        List<Fd> handed = new ArrayList<>();
        try (Fd memfd = Memfd.sealed("sampan-program", encoded)) {
            for (Descriptor wanted : program.descriptors()) {
                handed.add(open(wanted));
            }
            context.invocation().launch(memfd, handed);
        } finally {
            handed.forEach(Fd::close);
            close();
        }
    }

    /** @throws RuntimeFailure when it is longer than the launch process takes */
    public static byte[] encoded(Program program) throws RuntimeFailure {
        try {
            return ProgramWriter.encode(program);
        } catch (IllegalArgumentException tooLong) {
            throw new RuntimeFailure(String.valueOf(tooLong.getMessage()));
        }
    }

    private Fd open(Descriptor wanted) throws IOException, RuntimeFailure {
        Fd known = others.get(wanted);
        if (known != null) {
            return Fcntl.duplicate(known);
        }
        return switch (wanted) {
            case Descriptor.BindSource(String path) -> source(path);
            case Descriptor.RootDirectory(String path) -> context.open(path, Bundle.ROOT);
            case Descriptor.JoinedNamespace(String kind, String path) -> namespace(kind, path);
            case Descriptor.Stream(int number) -> Fcntl.duplicate(context.invocation().stream(number));
            case Descriptor.Preserved(int number) -> preserved(number);
            case Descriptor.Cgroup _,
                    Descriptor.MonitorCgroup _,
                    Descriptor.ContainerDirectory _,
                    Descriptor.Listener _,
                    Descriptor.FirstClient _,
                    Descriptor.InitPidfd _,
                    Descriptor.InitRoot _,
                    Descriptor.NameSocket _,
                    Descriptor.Control _,
                    Descriptor.StartGate _,
                    Descriptor.StartReport _,
                    Descriptor.HookState _,
                    Descriptor.HookOutput _,
                    Descriptor.ConsoleSocket _ ->
                throw new IOException("nobody has a descriptor for " + wanted.label());
        };
    }

    /** A sysctl would be written in it, so the host's own is none to join then. (CVE-2022-0532) */
    private Fd namespace(String kind, String path) throws IOException, RuntimeFailure {
        Fd joined = context.open(path, OpenFlags.O_RDONLY);
        boolean settled = false;
        try {
            if (sysctls && kind.equals("network") && sameAsHost(joined)) {
                throw new RuntimeFailure("sysctl: not allowed in host network namespace, which " + path + " is");
            }
            settled = true;
            return joined;
        } finally {
            if (!settled) {
                joined.close();
            }
        }
    }

    private static boolean sameAsHost(Fd namespace) throws IOException {
        try (Fd own = Open.open(Path.of("/proc/self/ns/net"), OpenFlags.O_RDONLY)) {
            return Stat.of(namespace).sameFile(Stat.of(own));
        }
    }

    private Fd source(String path) throws IOException {
        Fd source = sources.get(path);
        if (source == null) {
            throw new IOException("nobody has opened " + path);
        }
        return Fcntl.duplicate(source);
    }

    private Fd preserved(int number) throws IOException, RuntimeFailure {
        try {
            return context.invocation().inherited(number);
        } catch (SyscallException missing) {
            throw new RuntimeFailure("unable to stat preserved-fd " + (number - 2) + ": stat /proc/self/fd/" + number
                    + ": " + Errno.sentence(missing.errno()));
        }
    }

    @Override
    public void close() {
        sources.values().forEach(Fd::close);
        others.values().forEach(Fd::close);
    }
}
