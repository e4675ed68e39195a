package sampan.core.network.bridge;

import java.io.IOException;
import java.util.Optional;
import sampan.core.config.NetworkLimit;
import sampan.core.error.EngineException;
import sampan.core.network.endpoint.Attachment;
import sampan.core.network.endpoint.Endpoint;
import sampan.core.network.link.PreparedNamespace;
import sampan.kernel.Errno;
import sampan.kernel.netlink.Link;
import sampan.kernel.netlink.Links;
import sampan.kernel.netlink.NetlinkException;
import sampan.kernel.netlink.RouteSocket;
import sampan.kernel.netlink.TokenBuckets;

/** Limits what goes through a container's links: what it sends at its own end, what is sent to it at the host's. A card has no end of the host's. */
public final class Shaping {
    private Shaping() {}

    public static void apply(NetworkLimit limit, Attachment attachment, PreparedNamespace namespace)
            throws IOException {
        try (RouteSocket host = RouteSocket.open()) {
            for (Endpoint endpoint : attachment.endpoints()) {
                if (!endpoint.hostLink().isEmpty()) {
                    limit(host, endpoint.hostLink(), limit);
                }
                limit(namespace.routes(), endpoint.link(), limit);
            }
        } catch (NetlinkException refused) {
            if (refused.is(Errno.ENOENT) || refused.is(Errno.EOPNOTSUPP)) {
                throw new EngineException.NotSupported(
                        "this kernel cannot limit what a container sends (CONFIG_NET_SCH_TBF): "
                                + refused.getMessage());
            }
            throw refused;
        }
    }

    private static void limit(RouteSocket side, String name, NetworkLimit limit) throws IOException {
        Optional<Link> link = new Links(side).find(name);
        if (link.isEmpty()) {
            return;
        }
        TokenBuckets buckets = new TokenBuckets(side);
        if (limit.isNone()) {
            buckets.clear(link.get().index());
        } else {
            buckets.set(link.get().index(), limit.rate(), limit.settledBurst());
        }
    }
}
