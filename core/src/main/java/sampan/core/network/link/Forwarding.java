package sampan.core.network.link;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Whether this host passes on what is not for itself. It does so for bridge networks only when it has to, and says so. */
public final class Forwarding {
    private static final System.Logger LOG = System.getLogger(Forwarding.class.getName());
    private static final Path V6 = Path.of("/proc/sys/net/ipv6/conf");
    private static final String LISTENS = "1";
    private static final String LISTENS_THOUGH_ROUTER = "2";

    private Forwarding() {}

    /** @return what was turned on, in a sentence each */
    public static List<String> turnOn(boolean v4, boolean v6) throws IOException {
        List<String> told = new ArrayList<>();
        if (v4 && Sysctl.turnOn("net/ipv4/ip_forward")) {
            told.add("IPv4 forwarding was disabled on this host and is enabled now: bridge networks need it");
        }
        if (v6 && isOff()) {
            keepListening();
            Sysctl.set("net/ipv6/conf/all/forwarding", "1");
            told.add("IPv6 forwarding was disabled on this host and is enabled now: bridge networks need it");
        }
        told.forEach(sentence -> LOG.log(Level.WARNING, sentence));
        return told;
    }

    /** What {@link #turnOn} writes where it is off, for people. */
    public static List<String> calls(boolean v4, boolean v6) {
        List<String> calls = new ArrayList<>();
        if (v4) {
            calls.add(LinkText.setting("net/ipv4/ip_forward", "1"));
        }
        if (v6) {
            calls.add(LinkText.setting("net/ipv6/conf/all/forwarding", "1"));
        }
        return calls;
    }

    private static boolean isOff() throws IOException {
        Path all = V6.resolve("all/forwarding");
        return Files.exists(all) && Files.readString(all).strip().equals("0");
    }

    /** A host that forwards stops listening to its router, and loses its own default route, unless it is told to go on. */
    private static void keepListening() throws IOException {
        try (Stream<Path> links = Files.list(V6)) {
            for (Path link : links.toList()) {
                Path accepts = link.resolve("accept_ra");
                if (Files.exists(accepts) && Files.readString(accepts).strip().equals(LISTENS)) {
                    Files.writeString(accepts, LISTENS_THOUGH_ROUTER);
                }
            }
        }
    }
}
