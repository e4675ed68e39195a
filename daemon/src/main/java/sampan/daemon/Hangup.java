package sampan.daemon;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Proxy;

/** SIGHUP, which tells a daemon to read its configuration anew. The JVM has no public word for signals: where its own is missing, nothing listens. */
final class Hangup {
    private Hangup() {}

    @SuppressWarnings("ReferenceEquality") // the equality of a proxy
    static void listen(Runnable work) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    handler.getClassLoader(),
                    new Class<?>[] {handler},
                    (self, method, words) -> switch (method.getName()) {
                        case "handle" -> {
                            work.run();
                            yield null;
                        }
                        case "hashCode" -> System.identityHashCode(self);
                        case "equals" -> self == words[0];
                        default -> "SIGHUP";
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), proxy);
        } catch (ReflectiveOperationException | IllegalArgumentException missing) {
            // Made when there is something to say: the first logger takes longer than the first answer.
            Logger log = System.getLogger(Hangup.class.getName());
            log.log(Level.WARNING, "SIGHUP does not make the engine read its configuration again: " + missing);
        }
    }
}
