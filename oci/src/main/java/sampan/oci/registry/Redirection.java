package sampan.oci.registry;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/**
 * Where an answer may lead: an https address, or a plain one where the registry itself is plain and this machine's or the same host's. Nobody
 * elsewhere may have this machine ask itself, or the address that clouds keep their secrets at (CVE-2026-35527).
 */
final class Redirection {
    private static final int LONGEST = 16 << 10;

    private Redirection() {}

    /**
     * @param base of the registry that was asked
     * @param from what answered
     */
    static URI check(URI base, URI from, String location) throws RegistryException {
        URI target = target(from, location);
        boolean same = target.getHost().equalsIgnoreCase(base.getHost());
        boolean here = Location.isLoopback(base.getHost());
        boolean plain = "http".equals(target.getScheme());
        boolean mayBePlain =
                "http".equals(base.getScheme()) && (same || (here && Location.isLoopback(target.getHost())));
        if (plain && !mayBePlain) {
            throw refused(from, "to an address without TLS");
        }
        if (!same && !here && isThisMachines(target.getHost())) {
            throw refused(from, "to this machine itself");
        }
        return target;
    }

    private static URI target(URI from, String location) throws RegistryException {
        try {
            URI target = from.resolve(location.length() > LONGEST ? "" : location);
            boolean web = "https".equals(target.getScheme()) || "http".equals(target.getScheme());
            if (location.isEmpty() || !web || target.getHost() == null || target.getUserInfo() != null) {
                throw refused(from, "to no usable address");
            }
            return target;
        } catch (IllegalArgumentException malformed) {
            throw refused(from, "to no usable address");
        }
    }

    private static boolean isThisMachines(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isAnyLocalAddress()) {
                    return true;
                }
            }
            return false;
        } catch (UnknownHostException unknown) {
            return false; // the request will say so
        }
    }

    private static RegistryException refused(URI from, String where) {
        return new RegistryException(
                RegistryException.Kind.FORBIDDEN, "Get \"" + from + "\": refused to be led " + where);
    }
}
