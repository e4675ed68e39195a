package sampan.core.network.link;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import sampan.kernel.netlink.NetlinkException;

/**
 * Outer ends of links whose containers have ended. They go with the container's namespace, many at once; what is left after a moment, because somebody else is in
 * that namespace, is taken away. Each removal of its own would make every start of the next milliseconds wait. (rtnl_lock)
 */
public final class DeadLinks {
    private static final System.Logger LOG = System.getLogger(DeadLinks.class.getName());
    private static final long MOMENT = 500;

    private final Remover remover;
    private final Executor background;
    private List<String> waiting = new ArrayList<>();

    /** @param background runs what nobody waits for */
    public DeadLinks(Remover remover, Executor background) {
        this.remover = remover;
        this.background = background;
    }

    /** Takes away a link, if it is there. */
    @FunctionalInterface
    public interface Remover {
        void remove(String link) throws IOException;
    }

    public void add(String link) {
        synchronized (this) {
            waiting.add(link);
            if (waiting.size() > 1) {
                return;
            }
        }
        background.execute(this::later);
    }

    private void later() {
        try {
            Thread.sleep(MOMENT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        removeNow();
    }

    /** The engine closes. */
    public void removeNow() {
        List<String> links;
        synchronized (this) {
            links = waiting;
            waiting = new ArrayList<>();
        }
        for (String link : links) {
            remove(link);
        }
    }

    private void remove(String link) {
        try {
            if (BridgeLinks.isThere(link)) {
                remover.remove(link);
            }
        } catch (NetlinkException gone) {
            LOG.log(Level.DEBUG, "cannot remove link " + link, gone);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot remove link " + link, e);
        }
    }
}
