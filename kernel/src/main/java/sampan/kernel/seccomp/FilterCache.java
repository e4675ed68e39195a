package sampan.kernel.seccomp;

import java.util.LinkedHashMap;
import java.util.Map;
import sampan.kernel.syscall.Abi;

/**
 * Compiled filters, kept for the next container: the most recently used. An engine has few: one for each set of capabilities its containers run with.
 */
public final class FilterCache {
    private record Key(Filter filter, Abi host) {}

    private final int capacity;
    private final Map<Key, byte[]> programs = new LinkedHashMap<>(16, 0.75f, true);

    public FilterCache(int capacity) {
        this.capacity = capacity;
    }

    /** The program of {@link FilterCompiler#compile(Filter, Abi)}. */
    public synchronized byte[] program(Filter filter, Abi host) {
        byte[] program = programs.computeIfAbsent(new Key(filter, host), key -> FilterCompiler.compile(filter, host));
        if (programs.size() > capacity) {
            programs.remove(programs.keySet().iterator().next());
        }
        return program.clone();
    }

    int size() {
        return programs.size();
    }
}
