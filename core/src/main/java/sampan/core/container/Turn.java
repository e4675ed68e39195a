package sampan.core.container;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.locks.ReentrantLock;
import sampan.core.error.EngineException;

/** One after the other: what is done to a container. */
final class Turn {
    private static final System.Logger LOG = System.getLogger(Turn.class.getName());

    private final ReentrantLock lock = new ReentrantLock();
    private final String container;

    Turn(String container) {
        this.container = container;
    }

    /** Something done to a container that has an answer. */
    @FunctionalInterface
    interface Look<T> {
        T make() throws IOException;
    }

    /** Something done to a container. */
    @FunctionalInterface
    interface Change {
        void make() throws IOException;
    }

    <T> T take(Look<T> look) {
        lock.lock();
        try {
            return look.make();
        } catch (IOException e) {
            throw new EngineException.SystemError("cannot change container " + container, e);
        } finally {
            lock.unlock();
        }
    }

    /** For what nobody waits for: a failure goes to the engine's log. */
    void takeQuietly(Change change, String failure) {
        lock.lock();
        try {
            change.make();
        } catch (IOException | EngineException e) {
            LOG.log(Level.WARNING, failure + " (container " + container + ")", e);
        } finally {
            lock.unlock();
        }
    }
}
