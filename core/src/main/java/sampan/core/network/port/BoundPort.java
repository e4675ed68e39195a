package sampan.core.network.port;

/**
 * A port of the host that leads to a port of a container.
 *
 * @param protocol {@code tcp}, {@code udp} or {@code sctp}
 * @param hostIp unspecified: all addresses of that family
 * @param address the container's
 */
public record BoundPort(String protocol, String hostIp, int hostPort, String address, int port) {
    /** Docker's key for it: {@code 80/tcp}. */
    public String key() {
        return port + "/" + protocol;
    }
}
