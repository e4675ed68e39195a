package sampan.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sampan.core.error.EngineException;
import sampan.kernel.Fd;

/** Listening sockets that this process was given (sd_listen_fds(3)): descriptors from 3 on. */
public final class InheritedSockets {
    private static final int FIRST = 3;

    private final List<String> names;

    private InheritedSockets(List<String> names) {
        this.names = List.copyOf(names);
    }

    /** One of them. */
    record Socket(Fd listener, boolean unix) {}

    /** None unless the environment says that they are for this process. */
    public static InheritedSockets of(Map<String, String> environment, long pid) {
        int count = environment.getOrDefault("LISTEN_PID", "").equals(Long.toString(pid))
                        && environment.getOrDefault("LISTEN_FDS", "").matches("[0-9]{1,4}")
                ? Integer.parseInt(environment.getOrDefault("LISTEN_FDS", "0"))
                : 0;
        List<String> said =
                List.of(environment.getOrDefault("LISTEN_FDNAMES", "").split(":", -1));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(i < said.size() ? said.get(i) : "");
        }
        return new InheritedSockets(names);
    }

    /** Those that an address means, each of them once. */
    List<Socket> take(ApiAddress.Inherited address) {
        List<Socket> found = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            int number = FIRST + i;
            boolean meant = address.which().isEmpty()
                    || address.which().equals(Integer.toString(number))
                    || address.which().equals(names.get(i));
            if (meant) {
                found.add(new Socket(Fd.of(number), isUnix(number)));
            }
        }
        if (found.isEmpty()) {
            throw new EngineException.InvalidArgument(
                    names.isEmpty()
                            ? "no sockets found via socket activation: make sure the service was started by systemd"
                            : "failed to find an inherited socket: " + address);
        }
        return found;
    }

    private static boolean isUnix(int number) {
        try {
            String inode = Files.readSymbolicLink(Path.of("/proc/self/fd/" + number))
                    .toString()
                    .replaceAll("[^0-9]", "");
            try (Stream<String> lines = Files.lines(Path.of("/proc/net/unix"))) {
                return lines.anyMatch(line -> line.strip().contains(" " + inode));
            }
        } catch (IOException unknown) {
            throw new EngineException.InvalidArgument("descriptor " + number + " is no socket");
        }
    }
}
