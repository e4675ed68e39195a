package sampan.daemon;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * SIGHUP, which tells a daemon to read its configuration anew. The JVM has no public word for signals: where its own is missing, nothing listens.
 *
 * <p>A class and no lambda, and on a thread of its own: the first caller of a new engine would wait for it.
 */
final class Hangup implements Runnable, InvocationHandler {
    private final Runnable work;

    private Hangup(Runnable work) {
        this.work = work;
    }

    /** @return what has ended when it listens */
    static Thread listen(Runnable work) {
        return Thread.ofPlatform().daemon().name("hangup").start(new Hangup(work));
    }

    @Override
    public void run() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, this);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), proxy);
        } catch (ReflectiveOperationException | IllegalArgumentException missing) {
            // Made when there is something to say: the first logger takes longer than the first answer.
            Logger log = System.getLogger(Hangup.class.getName());
            log.log(Level.WARNING, "SIGHUP does not make the engine read its configuration again: " + missing);
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the equality of a proxy
    public @Nullable Object invoke(Object self, Method method, Object @Nullable [] words) {
        return switch (method.getName()) {
            case "handle" -> {
                work.run();
                yield null;
            }
            case "hashCode" -> System.identityHashCode(self);
            case "equals" -> words != null && self == words[0];
            default -> "SIGHUP";
        };
    }
}
