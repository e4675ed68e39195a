package sampan.core.network.port;

/**
 * A port of the host that leads to a port of a container.
 *
 * @param protocol {@code tcp}, {@code udp} or {@code sctp}
 * @param hostIp unspecified: all addresses of that family
 * @param address the container's
 */
public record BoundPort(String protocol, String hostIp, int hostPort, String address, int port) {
    /** The same that leads to another address. */
    public BoundPort to(String other) {
        return new BoundPort(protocol, hostIp, hostPort, other, port);
    }

    /** Docker's key for it: {@code 80/tcp}. */
    public String key() {
        return port + "/" + protocol;
    }
}
