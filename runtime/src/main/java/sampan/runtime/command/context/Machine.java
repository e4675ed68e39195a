package sampan.runtime.command.context;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import sampan.kernel.seccomp.Filter;
import sampan.kernel.seccomp.FilterCompiler;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Seccomp;
import sampan.oci.spec.Spec;
import sampan.oci.spec.SpecJson;
import sampan.runtime.command.call.SpareNetworks;
import sampan.runtime.command.cgroup.RuntimeCgroups;
import sampan.runtime.launch.Host;
import sampan.runtime.launch.HostFacts;
import sampan.runtime.launch.SeccompProgram;
import sampan.runtime.seccomp.SeccompFilter;

/** What would be costly to find out for each command anew: facts of the host, parsed specifications and compiled filters. */
public final class Machine {
    private static final int MOST_FILTERS = 64;
    private static final int MOST_SPECS = 16;
    private static final int LARGEST_SPEC = 64 << 10;

    /** By their bytes, as a string of Latin 1: what compares and hashes fastest. */
    private final Map<String, Spec> specs = new ConcurrentHashMap<>();

    private final Map<Seccomp, SeccompProgram> filters = new ConcurrentHashMap<>();
    private final SpareNetworks networks;
    private @Nullable Host host;
    private @Nullable RuntimeCgroups cgroups;

    public Machine(SpareNetworks networks) {
        this.networks = networks;
    }

    public SpareNetworks networks() {
        return networks;
    }

    /** Looks at the host when it is first asked. */
    public synchronized Host host() throws IOException {
        Host known = host;
        if (known == null) {
            known = HostFacts.read();
            host = known;
        }
        return known;
    }

    public synchronized RuntimeCgroups cgroups() throws IOException {
        RuntimeCgroups known = cgroups;
        if (known == null) {
            known = RuntimeCgroups.detect();
            cgroups = known;
        }
        return known;
    }

    /** The specification in a {@code config.json}; that of a container is read for each process that joins it, that of a bundle may be run again. */
    public Spec spec(byte[] text) throws IOException {
        String key = new String(text, StandardCharsets.ISO_8859_1);
        Spec known = specs.get(key);
        if (known != null) {
            return known;
        }
        Spec parsed = SpecJson.spec(text);
        if (text.length <= LARGEST_SPEC) {
            if (specs.size() >= MOST_SPECS) {
                specs.clear();
            }
            specs.put(key, parsed);
        }
        return parsed;
    }

    public Optional<SeccompProgram> filter(Spec spec) {
        Linux linux = spec.linux();
        Seccomp section = linux == null ? null : linux.seccomp();
        if (section == null) {
            return Optional.empty();
        }
        if (filters.size() >= MOST_FILTERS) {
            filters.clear();
        }
        return Optional.of(filters.computeIfAbsent(section, Machine::compile));
    }

    private static SeccompProgram compile(Seccomp section) {
        Filter filter = SeccompFilter.of(section);
        return new SeccompProgram(FilterCompiler.compile(filter), filter.flagBits());
    }
}
