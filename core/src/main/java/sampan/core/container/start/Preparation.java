package sampan.core.container.start;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.core.caller.Caller;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.container.state.ContainerRecord;
import sampan.core.container.state.Draft;
import sampan.core.error.EngineException;
import sampan.core.monitor.Interest;
import sampan.core.plan.LogRules;
import sampan.core.plan.SpecPlanner;
import sampan.kernel.Fd;
import sampan.kernel.cgroup.CgroupPlan;
import sampan.oci.spec.ContainerProcess;
import sampan.oci.spec.Resources;
import sampan.oci.spec.Spec;
import sampan.runtime.explain.Explanation;
import sampan.runtime.explain.ShellScript;
import sampan.runtime.launch.DeviceAddresses;
import sampan.runtime.launch.InvalidSpecException;
import sampan.runtime.launch.LaunchCompiler;
import sampan.runtime.launch.LaunchRequest;
import sampan.runtime.launch.SeccompProgram;
import sampan.runtime.launch.Streams;
import sampan.runtime.program.MonitorSettings;

/** Everything that comes before a launch: what is looked up, opened and compiled. Nothing is made that would have to be undone. */
public final class Preparation implements AutoCloseable {
    private static final int START_FAILURE = 125;

    private final Parts parts;
    private final ContainerRecord record;
    private final Caller caller;
    private final MountSources sources = new MountSources();

    public Preparation(Parts parts, ContainerRecord record, Caller caller) {
        this.parts = parts;
        this.record = record;
        this.caller = caller;
    }

    /** @param client interests of a second first client */
    public Draft draft(SpecMaker maker, Optional<Integer> client) throws IOException {
        sources.open(record, caller.files());
        SpecPlanner.Planned planned = maker.plan(record, caller.files());
        Spec spec = new HookBundle(parts, record).placed(planned.spec());
        sources.openOwn(spec.mounts());
        Optional<CgroupPlan> cgroups = parts.cgroups()
                .plan(record.id(), record.hostConfig().resources().cgroupParent(), resources(spec));
        List<String> warnings = new ArrayList<>(planned.warnings());
        cgroups.ifPresent(plan -> plan.unsupported().forEach(limit -> warnings.add(limit.warning())));
        try {
            LaunchRequest request = request(spec, cgroups, client);
            return new Draft(
                    request,
                    cgroups,
                    LaunchCompiler.compile(request),
                    Explanation.Around.NOTHING,
                    ShellScript.Made.NOTHING,
                    warnings);
        } catch (InvalidSpecException e) {
            throw new EngineException.StartFailure(START_FAILURE, String.valueOf(e.getMessage()));
        }
    }

    private LaunchRequest request(Spec spec, Optional<CgroupPlan> cgroups, Optional<Integer> client)
            throws IOException {
        ContainerProcess process = process(spec);
        Optional<SeccompProgram> seccomp = parts.seccomp()
                .filter(
                        record.hostConfig().security(),
                        process.capabilities() == null
                                ? List.of()
                                : process.capabilities().bounding());
        return LaunchRequest.of(
                        record.id(),
                        spec,
                        parts.roots().open(record),
                        parts.machine().host())
                .withFileSources(sources.files())
                .withCgroups(
                        parts.cgroups().describe(cgroups, !caller.launcher().staysInCallersCgroup()))
                .withSeccomp(seccomp)
                .withAddresses(DeviceAddresses.of(spec))
                .withStreams(record.config().openStdin() ? Streams.ALL : Streams.OUTPUT)
                .withMonitor(monitor(record.config(), record.hostConfig(), client));
    }

    private static MonitorSettings monitor(ContainerConfig config, HostConfig host, Optional<Integer> client) {
        List<Integer> clients = new ArrayList<>(List.of(Interest.EVENTS.bit()));
        client.ifPresent(clients::add);
        List<Integer> size = host.lifecycle().consoleSize();
        boolean sized = size.size() == 2;
        return new MonitorSettings(
                log(host),
                true,
                true,
                clients,
                config.stdinOnce(),
                config.openStdin(),
                false,
                sized ? size.getFirst() : 0,
                sized ? size.getLast() : 0);
    }

    private static MonitorSettings.Log log(HostConfig host) {
        LogRules.Bounds bounds = LogRules.bounds(host.lifecycle().logConfig());
        return switch (host.lifecycle().logConfig().type()) {
            case LogRules.NONE -> MonitorSettings.Log.NONE;
            case LogRules.JSON_FILE ->
                new MonitorSettings.Log(MonitorSettings.Driver.JSON_FILE, bounds.maxSize(), bounds.maxFiles());
            default -> new MonitorSettings.Log(MonitorSettings.Driver.LOCAL, bounds.maxSize(), bounds.maxFiles());
        };
    }

    /** An opened source of a bind mount, for the caller to close. */
    Fd source(String path) throws IOException {
        return sources.open(path);
    }

    private static ContainerProcess process(Spec spec) {
        ContainerProcess process = spec.process();
        if (process == null) {
            throw new IllegalStateException("a specification without a process");
        }
        return process;
    }

    private static Resources resources(Spec spec) {
        var linux = spec.linux();
        Resources resources = linux == null ? null : linux.resources();
        if (resources == null) {
            throw new IllegalStateException("a specification without resources");
        }
        return resources;
    }

    @Override
    public void close() {
        sources.close();
    }
}
