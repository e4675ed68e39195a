package sampan.core.network.name;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** What one container finds by name. */
public interface NameBook {
    /** @param name in lower case, without a dot at its end; empty: nobody is called that; an empty list has no meaning */
    Optional<List<InetAddress>> addresses(String name);

    /** The name of whoever has an address. */
    Optional<String> nameOf(InetAddress address);

    /** The same object as before: {@link #addresses} and {@link #nameOf} say what they said then. */
    Object edition();

    /** Who is asked for what is in no network of the container's; empty: nobody is, as it is in networks that lead nowhere. (CVE-2024-29018) */
    List<InetSocketAddress> servers();
}
