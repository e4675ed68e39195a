package sampan.core.network.port;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sampan.core.error.EngineException;
import sampan.core.network.address.Subnet;

/** Which ports of this host are whose. What a program of the host listens on is not given away. Not for several threads at once. */
public final class HostPorts {
    private static final Path RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final int FIRST = 32768;
    private static final int LAST = 60999;

    private final Map<String, List<Taken>> byPort = new HashMap<>();
    private int next;

    /** @param address of the host; unspecified: all of its family */
    private record Taken(InetAddress address, String owner) {
        boolean collides(InetAddress other) {
            boolean sameFamily = address.getClass().equals(other.getClass());
            return sameFamily && (address.isAnyLocalAddress() || other.isAnyLocalAddress() || address.equals(other));
        }
    }

    /**
     * Takes everything that was asked for, or nothing.
     *
     * @param owner who wants it
     */
    public List<BoundPort> take(String owner, Collection<PortRequest> wanted) {
        List<BoundPort> bound = new ArrayList<>();
        try {
            for (PortRequest request : wanted) {
                bound.add(take(owner, request));
            }
            return bound;
        } catch (EngineException e) {
            release(owner, bound);
            throw e;
        }
    }

    private BoundPort take(String owner, PortRequest request) {
        InetAddress address = Subnet.address(request.hostIp()).orElseThrow();
        if (request.isSettled()) {
            int port = request.first();
            if (!isFree(request.protocol(), address, port)) {
                throw failed("Bind for " + socket(request.hostIp(), port) + " failed: port is already allocated");
            }
            if (!canBind(request.protocol(), address, port)) {
                throw failed("failed to bind host port for " + socket(request.hostIp(), port) + ":"
                        + socket(request.address(), request.port()) + "/" + request.protocol()
                        + ": "
                        + (isOurs(address) ? "address already in use" : "cannot assign requested address"));
            }
            return note(owner, request, address, port);
        }
        return takeOneOf(owner, request, address);
    }

    private BoundPort takeOneOf(String owner, PortRequest request, InetAddress address) {
        int[] range = request.isRandom() ? randomRange() : new int[] {request.first(), request.last()};
        int count = range[1] - range[0] + 1;
        int start = request.isRandom() ? next++ : 0;
        for (int i = 0; i < count; i++) {
            int port = range[0] + Math.floorMod(start + i, count);
            if (isFree(request.protocol(), address, port) && canBind(request.protocol(), address, port)) {
                return note(owner, request, address, port);
            }
        }
        throw failed(
                request.isRandom()
                        ? "all ports are allocated"
                        : "Bind for " + socket(request.hostIp(), request.last())
                                + " failed: port is already allocated");
    }

    private static EngineException failed(String sentence) {
        return new EngineException.StartFailure(125, sentence);
    }

    private BoundPort note(String owner, PortRequest request, InetAddress address, int port) {
        BoundPort bound = new BoundPort(request.protocol(), request.hostIp(), port, request.address(), request.port());
        byPort.computeIfAbsent(key(bound), _ -> new ArrayList<>()).add(new Taken(address, owner));
        return bound;
    }

    /** What a container has that ran before this engine came. */
    public void adopt(String owner, Collection<BoundPort> ports) {
        for (BoundPort port : ports) {
            InetAddress address = Subnet.address(port.hostIp()).orElseThrow();
            byPort.computeIfAbsent(key(port), _ -> new ArrayList<>()).add(new Taken(address, owner));
        }
    }

    public void release(String owner, Collection<BoundPort> ports) {
        for (BoundPort port : ports) {
            List<Taken> taken = byPort.getOrDefault(key(port), new ArrayList<>());
            taken.removeIf(entry -> entry.owner().equals(owner)
                    && entry.address().equals(Subnet.address(port.hostIp()).orElseThrow()));
            if (taken.isEmpty()) {
                byPort.remove(key(port));
            }
        }
    }

    private boolean isFree(String protocol, InetAddress address, int port) {
        return byPort.getOrDefault(protocol + port, List.of()).stream().noneMatch(taken -> taken.collides(address));
    }

    private static String key(BoundPort port) {
        return port.protocol() + port.hostPort();
    }

    /** Whether no program of the host has it. */
    private static boolean canBind(String protocol, InetAddress address, int port) {
        InetSocketAddress place = new InetSocketAddress(address, port);
        try {
            switch (protocol) {
                case "tcp" -> {
                    try (ServerSocket socket = new ServerSocket()) {
                        socket.setReuseAddress(true); // what lingers of earlier connections is no hindrance
                        socket.bind(place);
                    }
                }
                case "udp" -> {
                    try (DatagramSocket socket = new DatagramSocket(null)) {
                        socket.bind(place);
                    }
                }
                default -> {}
            }
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** Whether it is an address of this host. */
    private static boolean isOurs(InetAddress address) {
        return canBind("udp", address, 0);
    }

    private static int[] randomRange() {
        try {
            String[] words = Files.readString(RANGE).strip().split("\\s+", 2);
            return new int[] {Integer.parseInt(words[0]), Integer.parseInt(words[1])};
        } catch (IOException | RuntimeException _) {
            return new int[] {FIRST, LAST};
        }
    }

    private static String socket(String address, int port) {
        return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + port;
    }
}
