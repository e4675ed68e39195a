/**
 * The name server of a container: what others on its networks are called, and what the host's name servers say of the rest.
 *
 * <p>Read {@link sampan.core.network.name.NameService} (sockets and turns) and {@link sampan.core.network.name.Query} (what is asked, RFC 1035). Messages are read
 * and written here and not by dnsjava: that library makes itself the resolver of the whole JVM by being on the module path (a provider of
 * InetAddressResolverProvider), and so of every program that has this engine as a library.
 *
 * <p>It knows no container: a {@link sampan.core.network.name.NameBook} answers for one.
 */
@NullMarked
package sampan.core.network.name;

import org.jspecify.annotations.NullMarked;
