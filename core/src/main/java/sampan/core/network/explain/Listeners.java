package sampan.core.network.explain;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import sampan.core.network.address.Subnet;

/** Who listens in a container, as /proc tells it. (proc(5)) */
final class Listeners {
    private static final Path PROC = Path.of("/proc");
    private static final String TCP_LISTEN = "0A";
    private static final String UDP_UNCONNECTED = "07";
    private static final int LOCAL = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final int WORD = 8;

    private Listeners() {}

    /**
     * A socket that waits for others.
     *
     * @param process {@code httpd (pid 12 here)}; empty: it is not one of the container's own
     */
    record Listener(String address, int port, String process) {
        boolean isLoopbackOnly() {
            return address.startsWith("127.") || address.equals("::1");
        }

        @Override
        public String toString() {
            return Walk.place(address, port) + (process.isEmpty() ? "" : ", process " + process);
        }
    }

    /**
     * Those on one port.
     *
     * @param pid of any process in the network namespace
     * @param pids of the container
     */
    static List<Listener> on(int pid, Collection<Integer> pids, String protocol, int port) {
        List<Listener> found = new ArrayList<>();
        for (String file : List.of(protocol, protocol + "6")) {
            for (String line : lines(PROC.resolve(pid + "/net/" + file))) {
                listener(line.strip().split("\\s+", -1), protocol, pids)
                        .filter(one -> one.port() == port)
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    private static Optional<Listener> listener(String[] fields, String protocol, Collection<Integer> pids) {
        String waits = protocol.equals("udp") ? UDP_UNCONNECTED : TCP_LISTEN;
        if (fields.length <= INODE || !fields[STATE].equals(waits)) {
            return Optional.empty();
        }
        String[] place = fields[LOCAL].split(":", 2);
        String process = pids.stream()
                .filter(one -> holds(one, "socket:[" + fields[INODE] + "]"))
                .findFirst()
                .map(one -> name(one) + " (" + one + " on this host)")
                .orElse("");
        return Optional.of(new Listener(address(place[0]), HexFormat.fromHexDigits(place[1]), process));
    }

    /** Words of four bytes, each in the order of this machine. */
    private static String address(String digits) {
        byte[] bytes = new byte[digits.length() / 2];
        for (int word = 0; word < digits.length(); word += WORD) {
            byte[] part = HexFormat.of().parseHex(digits.substring(word, word + WORD));
            for (int i = 0; i < part.length; i++) {
                bytes[word / 2 + i] = part[part.length - 1 - i];
            }
        }
        try {
            return Subnet.text(InetAddress.getByAddress(bytes));
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static boolean holds(int pid, String socket) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(PROC.resolve(pid + "/fd"))) {
            for (Path descriptor : descriptors) {
                if (isLinkTo(descriptor, socket)) {
                    return true;
                }
            }
        } catch (IOException _) {
            // it has ended
        }
        return false;
    }

    private static boolean isLinkTo(Path descriptor, String socket) {
        try {
            return Files.readSymbolicLink(descriptor).toString().equals(socket);
        } catch (IOException _) {
            return false; // it was closed meanwhile
        }
    }

    private static String name(int pid) {
        return lines(PROC.resolve(pid + "/comm")).stream().findFirst().orElse("?");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException _) {
            return List.of();
        }
    }
}
