package sampan.core.security;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import sampan.core.config.SecurityConfig;
import sampan.core.error.EngineException;
import sampan.core.plan.SecurityOptions;
import sampan.kernel.Fd;
import sampan.kernel.seccomp.Filter;
import sampan.kernel.seccomp.FilterCompiler;
import sampan.kernel.seccomp.InvalidFilterException;
import sampan.runtime.launch.SeccompProgram;
import sampan.runtime.seccomp.Circumstances;
import sampan.runtime.seccomp.Profile;
import sampan.runtime.seccomp.SeccompFilter;

/** Compiled system-call filters, one for each profile and set of capabilities in use; from the files of an earlier engine where it can be. */
public final class SeccompFilters {
    private static final String BUILT_IN = "builtin";
    private static final int MOST = 64;

    private final Map<Key, Optional<SeccompProgram>> compiled = new ConcurrentHashMap<>();

    private record Key(String profile, Set<String> capabilities) {}

    private final StoredFilters stored;

    /** @param folder where compiled filters are kept for the next engine; stays the caller's */
    public SeccompFilters(Fd folder) {
        stored = new StoredFilters(folder);
    }

    /** Empty: unconfined. */
    public Optional<SeccompProgram> filter(SecurityConfig security, List<String> capabilities) {
        Optional<String> asked = SecurityOptions.parse(security.securityOpt()).seccomp();
        if (asked.isEmpty() && security.privileged()) {
            return Optional.empty();
        }
        return filter(asked.orElse(BUILT_IN), capabilities);
    }

    private Optional<SeccompProgram> filter(String profile, List<String> capabilities) {
        if (compiled.size() >= MOST) {
            compiled.clear(); // own profiles by the hundred: rare, and only slower
        }
        return compiled.computeIfAbsent(new Key(profile, Set.copyOf(capabilities)), this::compile);
    }

    private Optional<SeccompProgram> compile(Key key) {
        Optional<String> name = StoredFilters.name(key.profile(), key.capabilities());
        Optional<StoredFilters.Compiled> known = name.flatMap(stored::read);
        Optional<StoredFilters.Compiled> filter = known.isPresent() ? known : compiled(key);
        if (known.isEmpty() && filter.isPresent()) {
            name.ifPresent(file -> stored.write(file, filter.get()));
        }
        return filter.map(program -> new SeccompProgram(program.instructions(), program.flags()));
    }

    private static Optional<StoredFilters.Compiled> compiled(Key key) {
        try {
            return Profile.ofOption(key.profile())
                    .flatMap(profile -> profile.resolve(Circumstances.here(key.capabilities())))
                    .map(section -> {
                        Filter filter = SeccompFilter.of(section);
                        return new StoredFilters.Compiled(FilterCompiler.compile(filter), filter.flagBits());
                    });
        } catch (InvalidFilterException e) {
            throw new EngineException.InvalidArgument(String.valueOf(e.getMessage()));
        }
    }
}
