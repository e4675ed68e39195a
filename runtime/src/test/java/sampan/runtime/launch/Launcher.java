package sampan.runtime.launch;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import sampan.kernel.Fd;
import sampan.kernel.file.Fcntl;
import sampan.kernel.file.FdInputStream;
import sampan.kernel.file.Memfd;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Write;
import sampan.kernel.process.Child;
import sampan.kernel.process.Pidfd;
import sampan.kernel.process.Spawn;
import sampan.kernel.socket.UnixSocket;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.LaunchFailure;
import sampan.runtime.program.MonitorSettings;
import sampan.runtime.program.Program;
import sampan.runtime.program.ProgramWriter;

/** Runs launch programs as the engine does, as the one client of the monitor. */
public final class Launcher {
    private static final int EVERYTHING = 1 | 2 | 4;
    private static final int MAPPED = 21;

    /** One client that wants all output and all events. */
    public static final MonitorSettings WATCHED =
            new MonitorSettings(MonitorSettings.Log.NONE, false, false, List.of(EVERYTHING), false, false, false, 0, 0);

    private final Map<Descriptor, Fd> others = new HashMap<>();
    private Optional<String> idMap = Optional.empty();
    private Consumer<Integer> whenRunning = pid -> {};

    /** Where the program asks for a descriptor that is no path. */
    public Launcher hand(Descriptor descriptor, Fd fd) {
        others.put(descriptor, fd);
        return this;
    }

    /** The lines of uid_map and gid_map, written when the child is there. */
    public Launcher map(String lines) {
        idMap = Optional.of(lines);
        return this;
    }

    /** Called with the pid while the process runs. */
    public Launcher whenRunning(Consumer<Integer> action) {
        whenRunning = action;
        return this;
    }

    public Outcome run(LaunchRequest request) throws IOException, InterruptedException {
        return run(LaunchCompiler.compile(request.withMonitor(WATCHED)));
    }

    public Outcome run(Program program) throws IOException, InterruptedException {
        try (Fd binary = Memfd.sealedExecutable("sampan", Files.readAllBytes(Machine.launchBinary()))) {
            return run(program, binary, List.of("sampan-launch"));
        }
    }

    /** @param binary what is started with the descriptors: the launch binary, or something that starts it */
    public Outcome run(Program program, Fd binary, List<String> arguments) throws IOException {
        List<Fd> opened = new ArrayList<>();
        try (Fd code = Memfd.sealed("program", ProgramWriter.encode(program));
                UnixSocket.Pair pair = UnixSocket.pair(UnixSocket.Type.STREAM)) {
            List<Fd> handed = new ArrayList<>(List.of(code));
            for (Descriptor descriptor : program.descriptors()) {
                handed.add(descriptor instanceof Descriptor.FirstClient ? pair.second() : open(descriptor, opened));
            }
            Spawn.Command command =
                    new Spawn.Command(binary, arguments, List.of("PATH=/usr/bin:/bin"), handed, Spawn.Stdio.NONE);
            try (Child child = Spawn.start(command)) {
                pair.second().close();
                Outcome outcome = listen(program, pair.first());
                Pidfd.await(child.pidfd());
                return outcome;
            }
        } finally {
            opened.forEach(Fd::close);
        }
    }

    private Fd open(Descriptor descriptor, List<Fd> opened) throws IOException {
        Fd known = others.get(descriptor);
        if (known != null) {
            return known;
        }
        Fd fd = switch (descriptor) {
            case Descriptor.BindSource source -> Open.open(Path.of(source.path()), OpenFlags.O_PATH);
            case Descriptor.RootDirectory root -> Open.open(Path.of(root.path()), OpenFlags.O_PATH);
            case Descriptor.JoinedNamespace joined -> Open.open(Path.of(joined.path()), OpenFlags.O_RDONLY);
            default -> throw new IOException("nobody hands over the " + descriptor.label());
        };
        opened.add(fd);
        return fd;
    }

    private Outcome listen(Program program, Fd socket) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Optional<LaunchFailure> failure = Optional.empty();
        int code = -1;
        int pid = 0;
        try (Fd answers = Fcntl.duplicate(socket, 0);
                DataInputStream frames = new DataInputStream(new FdInputStream(socket))) {
            while (true) {
                int type = frames.readUnsignedByte();
                frames.readNBytes(3);
                ByteBuffer payload = ByteBuffer.wrap(frames.readNBytes(frames.readInt()));
                switch (type) {
                    case 1 -> out.write(payload.array());
                    case 2 -> err.write(payload.array());
                    case 32 -> {
                        pid = payload.getInt();
                        writeMaps(pid, answers);
                    }
                    case 33 -> failure = Optional.of(program.failure(payload.getInt(), payload.getInt()));
                    case 34 -> code = payload.getInt();
                    case 35 -> whenRunning.accept(pid);
                    default -> throw new IOException("frame " + type);
                }
            }
        } catch (EOFException end) {
            return new Outcome(
                    failure, code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        }
    }

    private void writeMaps(int pid, Fd answers) throws IOException {
        if (idMap.isPresent()) {
            Files.writeString(Path.of("/proc/" + pid + "/uid_map"), idMap.get());
            Files.writeString(Path.of("/proc/" + pid + "/gid_map"), idMap.get());
            Write.fully(answers, new byte[] {MAPPED, 0, 0, 0, 0, 0, 0, 0});
        }
    }
}
