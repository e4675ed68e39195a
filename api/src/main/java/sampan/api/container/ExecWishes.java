package sampan.api.container;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import sampan.core.exec.Exec;

/** What clients asked of further processes that only they care about, as long as the engine knows the process. */
public final class ExecWishes {
    private final Map<Exec, ExecActions.Wish> wishes = Collections.synchronizedMap(new WeakHashMap<>());

    void put(Exec exec, ExecActions.Wish wish) {
        wishes.put(exec, wish);
    }

    ExecActions.Wish of(Exec exec) {
        return wishes.getOrDefault(exec, ExecActions.Wish.UNKNOWN);
    }
}
