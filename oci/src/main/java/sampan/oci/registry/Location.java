package sampan.oci.registry;

import java.util.Locale;

/**
 * A repository of a registry: where to ask, and how far to trust who answers.
 *
 * @param host name or address, with a port unless it is the usual one
 * @param insecure a certificate that nobody vouches for, or none at all, will do: only because somebody said so
 * @param mirror of another registry: asked first, and not missed
 */
public record Location(String host, String repository, boolean insecure, boolean mirror) {
    static final String HUB = "docker.io";
    private static final String HUB_HOST = "registry-1.docker.io";

    /** Where connections go. */
    String address() {
        return host.equals(HUB) ? HUB_HOST : host;
    }

    /** Without the port. */
    static String hostName(String host) {
        int colon = host.lastIndexOf(':');
        boolean port = colon > host.lastIndexOf(']');
        return (port ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
    }

    /** This machine itself: nobody listens in between, so plain HTTP will do. */
    static boolean isLoopback(String host) {
        String name = hostName(host);
        return name.equals("localhost") || name.equals("[::1]") || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    boolean isLoopback() {
        return isLoopback(host);
    }
}
