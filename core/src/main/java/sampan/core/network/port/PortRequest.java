package sampan.core.network.port;

/**
 * A port that is to be published.
 *
 * @param hostIp unspecified: all addresses of that family
 * @param first the lowest of the host's that will do; 0: any
 * @param last the highest one
 * @param address the container's
 */
public record PortRequest(String protocol, String hostIp, int first, int last, String address, int port) {
    /** As it is bound where the host's port is settled; 0 stands for one that is not. */
    public BoundPort likely() {
        return new BoundPort(protocol, hostIp, isSettled() ? first : 0, address, port);
    }

    boolean isRandom() {
        return first == 0;
    }

    boolean isSettled() {
        return first != 0 && first == last;
    }
}
