package sampan.runtime.command.call;

import java.util.Optional;
import sampan.kernel.Fd;

/** Network namespaces that were made while nobody waited: to make one takes the kernel longer than most of a launch. */
@FunctionalInterface
public interface SpareNetworks {
    /** A process that serves one command has none. */
    SpareNetworks NONE = Optional::empty;

    /** A new one, in which nobody has been and nothing is but a loopback interface that is up, for the caller to close; empty when none is ready. */
    Optional<Fd> take();
}
