package sampan.runtime.command.look;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Pipe;
import sampan.kernel.file.Read;
import sampan.kernel.process.Child;
import sampan.kernel.process.Pidfd;
import sampan.kernel.process.Spawn;
import sampan.runtime.command.call.RuntimeFailure;

/** The host's ps(1), of whose lines those of a container are shown. */
public final class HostPs {
    private static final List<Path> PROGRAMS = List.of(Path.of("/usr/bin/ps"), Path.of("/bin/ps"));
    private static final int LARGEST = 32 << 20;

    private HostPs() {}

    static String table(List<String> options, List<Integer> pids) throws IOException, RuntimeFailure {
        List<String> lines = run(options).lines().toList();
        List<String> titles = lines.isEmpty() ? List.of() : words(lines.getFirst());
        int column = titles.indexOf("PID");
        if (column < 0) {
            throw new RuntimeFailure("couldn't find PID field in ps output");
        }
        Set<String> wanted = new HashSet<>();
        pids.forEach(pid -> wanted.add(pid.toString()));
        StringBuilder shown = new StringBuilder(lines.getFirst()).append('\n');
        for (String line : lines.subList(1, lines.size())) {
            List<String> fields = words(line);
            if (fields.size() > column && wanted.contains(fields.get(column))) {
                shown.append(line).append('\n');
            }
        }
        return shown.toString();
    }

    private static List<String> words(String line) {
        return List.of(line.strip().split("\\s+", -1));
    }

    private static String run(List<String> options) throws IOException, RuntimeFailure {
        List<String> arguments = new ArrayList<>(List.of("ps"));
        arguments.addAll(options);
        try (Fd program = program();
                Pipe output = Pipe.open()) {
            Spawn.Stdio stdio =
                    new Spawn.Stdio(Optional.empty(), Optional.of(output.writeEnd()), Optional.of(output.writeEnd()));
            try (Child child =
                    Spawn.start(new Spawn.Command(program, arguments, List.of("LC_ALL=C.UTF-8"), List.of(), stdio))) {
                output.writeEnd().close();
                String text = new String(Read.all(output.readEnd(), LARGEST), StandardCharsets.UTF_8);
                int code = Pidfd.await(child.pidfd()).code();
                if (code != 0) {
                    throw new RuntimeFailure("exit status " + code + ": " + text);
                }
                return text;
            }
        }
    }

    private static Fd program() throws IOException, RuntimeFailure {
        for (Path path : PROGRAMS) {
            try {
                return Open.open(path, OpenFlags.O_PATH);
            } catch (SyscallException missing) {
                if (!missing.is(Errno.ENOENT)) {
                    throw missing;
                }
            }
        }
        throw new RuntimeFailure("exec: \"ps\": executable file not found in $PATH");
    }
}
