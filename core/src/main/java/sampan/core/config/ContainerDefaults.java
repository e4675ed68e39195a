package sampan.core.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a new container has that asks for nothing else: dockerd's flags that begin with {@code default}, and those like them.
 *
 * @param log the driver and its options; the options also for containers that name the same driver
 * @param shmSize bytes of /dev/shm; 0: 64 MiB
 * @param ipcMode empty: private
 * @param cgroupnsMode empty: private
 * @param security options of {@code --security-opt} that count where a container has none of the same name
 * @param runtimes names of the one runtime
 */
public record ContainerDefaults(
        LogConfig log,
        List<Ulimit> ulimits,
        long shmSize,
        String ipcMode,
        String cgroupnsMode,
        boolean init,
        List<String> security,
        Names names,
        Runtimes runtimes) {
    private static final String RUNTIME = "sampan";

    /** What there is when nobody said anything. */
    public static final ContainerDefaults USUAL = new ContainerDefaults(
            LogConfig.DEFAULT,
            List.of(),
            0,
            "",
            "",
            false,
            List.of(),
            Names.NONE,
            new Runtimes(RUNTIME, Set.of("runc")));

    public ContainerDefaults {
        ulimits = List.copyOf(ulimits);
        security = List.copyOf(security);
    }

    /**
     * What the runtime is called.
     *
     * @param usual which of its names counts where a container has none
     * @param others beside its own
     */
    public record Runtimes(String usual, Set<String> others) {
        public Runtimes {
            others = Set.copyOf(others);
        }
    }

    /** Of resolv.conf(5). */
    public record Names(List<String> servers, List<String> options, List<String> search) {
        static final Names NONE = new Names(List.of(), List.of(), List.of());

        public Names {
            servers = List.copyOf(servers);
            options = List.copyOf(options);
            search = List.copyOf(search);
        }

        private boolean isEmpty() {
            return servers.isEmpty() && options.isEmpty() && search.isEmpty();
        }
    }

    /** Field by field: a record's own way costs the first container of an engine milliseconds. */
    private boolean isUsual() {
        boolean mode = ipcMode.isEmpty() && cgroupnsMode.isEmpty() && shmSize == 0 && !init;
        boolean lists = ulimits.isEmpty() && security.isEmpty() && names.isEmpty();
        return mode
                && lists
                && log.type().isEmpty()
                && log.config().isEmpty()
                && runtimes.others().size() == 1;
    }

    /** The same with what it left open. */
    public HostConfig complete(HostConfig asked) {
        if (isUsual()) {
            return asked;
        }
        LifecycleConfig lifecycle = asked.lifecycle();
        HostConfigBuilder builder = asked.toBuilder()
                .logConfig(log(lifecycle.logConfig()))
                .resources(limits(asked.resources()))
                .securityOpt(security(asked.security()))
                .runtime(runtimes.others().contains(lifecycle.runtime()) ? RUNTIME : lifecycle.runtime());
        NamespaceConfig namespaces = asked.namespaces();
        if (asked.storage().shmSize() == 0) {
            builder.shmSize(shmSize);
        }
        if (namespaces.ipcMode().isEmpty()) {
            builder.ipcMode(ipcMode);
        }
        if (namespaces.cgroupnsMode().isEmpty()) {
            builder.cgroupnsMode(cgroupnsMode);
        }
        if (lifecycle.init() == null && init) {
            builder.init(true);
        }
        return named(builder, asked).build();
    }

    private HostConfigBuilder named(HostConfigBuilder builder, HostConfig asked) {
        String mode = asked.namespaces().networkMode();
        if (mode.equals("host") || mode.startsWith("container:")) {
            return builder;
        }
        NetworkingConfig networking = asked.networking();
        return builder.dns(or(networking.dns(), names.servers()))
                .dnsOptions(or(networking.dnsOptions(), names.options()))
                .dnsSearch(or(networking.dnsSearch(), names.search()));
    }

    private static List<String> or(List<String> asked, List<String> usual) {
        return asked.isEmpty() ? usual : asked;
    }

    private LogConfig log(LogConfig asked) {
        if (asked.type().isEmpty() && asked.config().isEmpty()) {
            return log;
        }
        if (!asked.type().isEmpty() && !asked.type().equals(log.type())) {
            return asked;
        }
        Map<String, String> options = new HashMap<>(log.config());
        options.putAll(asked.config());
        return new LogConfig(log.type(), options);
    }

    private Resources limits(Resources asked) {
        List<Ulimit> all = new ArrayList<>(asked.ulimits());
        ulimits.stream()
                .filter(usual ->
                        asked.ulimits().stream().noneMatch(other -> other.name().equals(usual.name())))
                .forEach(all::add);
        return asked.toBuilder().ulimits(all).build();
    }

    private List<String> security(SecurityConfig asked) {
        List<String> all = new ArrayList<>(asked.securityOpt());
        for (String usual : security) {
            String key = key(usual);
            boolean without = key.equals("seccomp") && asked.privileged();
            if (!without
                    && asked.securityOpt().stream()
                            .noneMatch(other -> key(other).equals(key))) {
                all.add(usual);
            }
        }
        return all;
    }

    private static String key(String option) {
        return option.split("[=:]", 2)[0];
    }
}
