package sampan.core.plan;

import static sampan.core.plan.Refusal.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import sampan.core.config.ConfigJson;
import sampan.core.config.ContainerConfig;
import sampan.core.config.Healthcheck;
import sampan.core.config.HostConfig;
import sampan.core.config.LifecycleConfig;
import sampan.core.config.RestartPolicy;
import sampan.core.error.EngineException;
import sampan.kernel.process.Signal;
import sampan.oci.spec.Resources;

/** Docker's rules for a container's configuration, in Docker's sentences, checked before anything is made. */
public final class ConfigRules {
    private static final long LEAST_INTERVAL = 1_000_000;
    private static final long DEFAULT_SHM = 64L << 20;

    private ConfigRules() {}

    /** A host configuration without contradictions, with what it implies, and what the user should know. */
    public record Checked(HostConfig host, Resources limits, List<String> warnings) {}

    public static Checked check(ContainerConfig config, HostConfig host, HostFacts facts) {
        container(config);
        NamespaceRules.check(config, host);
        lifecycle(host.lifecycle());
        int oom = host.security().oomScoreAdj();
        when(oom < -1000 || oom > 1000, "Invalid value " + oom + ", range for oom score adj is [-1000, 1000]");
        when(host.storage().shmSize() < 0, "SHM size can not be less than 0");
        host.storage().storageOpt().keySet().forEach(ConfigRules::storageOption);
        apparmor(SecurityOptions.parse(host.security().securityOpt()), facts);
        SysctlSection.check(host);
        DeviceSection.check(host.resources());
        RlimitSection.check(host.resources().ulimits());
        List<String> warnings = new ArrayList<>();
        CapabilitySection.bounding(host.security(), facts, warnings);
        HostConfig complete = implied(host, facts, warnings);
        return new Checked(complete, ResourceSection.limits(complete.resources()), warnings);
    }

    /** A profile that was asked for by name is not left out in silence; Docker's own default is what there is without it. */
    private static void storageOption(String key) {
        when(!key.equalsIgnoreCase("size"), "Unknown option " + key);
        throw new EngineException.InvalidArgument(
                "--storage-opt is supported only for overlay over xfs with 'pquota' mount option");
    }

    private static void apparmor(SecurityOptions security, HostFacts facts) {
        String profile = security.apparmor().orElse("");
        when(
                !facts.apparmor()
                        && !Set.of("", SecurityOptions.UNCONFINED, "docker-default", "sampan-default")
                                .contains(profile),
                "AppArmor is not enabled on this host: the profile \"" + profile + "\" cannot be had");
    }

    private static void container(ContainerConfig config) {
        String folder = config.workingDir();
        when(
                !folder.isEmpty() && !folder.startsWith("/"),
                "the working directory '" + folder + "' is invalid, it needs to be an absolute path");
        Paths.refuseNul(folder);
        when(config.hostname().length() > 64, "invalid hostname: " + config.hostname());
        for (String variable : config.env()) {
            when(variable.isEmpty() || variable.startsWith("="), "invalid environment variable: " + variable);
            when(variable.indexOf('\0') >= 0, "invalid environment variable: it has a zero byte");
        }
        if (!config.stopSignal().isEmpty()) {
            when(Signal.parse(config.stopSignal()).isEmpty(), "Invalid signal: " + config.stopSignal());
        }
        Healthcheck check = config.healthcheck();
        if (check != null) {
            healthcheck(check);
        }
    }

    private static void healthcheck(Healthcheck check) {
        atLeast("Interval", check.interval());
        atLeast("Timeout", check.timeout());
        atLeast("StartPeriod", check.startPeriod());
        when(check.retries() < 0, "Retries in Healthcheck cannot be negative");
    }

    private static void atLeast(String what, long nanos) {
        when(nanos != 0 && nanos < LEAST_INTERVAL, what + " in Healthcheck cannot be less than 1ms");
    }

    private static void lifecycle(LifecycleConfig asked) {
        RestartPolicy restart = asked.restartPolicy();
        restart(restart);
        when(restart.restarts() && asked.autoRemove(), "can't create 'AutoRemove' container with restart policy");
        when(
                !asked.isolation().isEmpty() && !asked.isolation().equals("default"),
                "Invalid isolation: " + ConfigJson.MAPPER.writeValueAsString(asked.isolation())
                        + " - linux only supports 'default'");
        when(
                !List.of("", "runc", "sampan").contains(asked.runtime()),
                "unknown or invalid runtime name: " + asked.runtime());
    }

    /** Of a new container, or in an update. */
    public static void restart(RestartPolicy asked) {
        int retries = asked.maximumRetryCount();
        switch (asked.name()) {
            case RestartPolicy.ON_FAILURE ->
                when(retries < 0, "invalid restart policy: maximum retry count cannot be negative");
            case "", "no", RestartPolicy.ALWAYS, RestartPolicy.UNLESS_STOPPED ->
                when(
                        retries != 0,
                        "invalid restart policy: maximum retry count can only be used with 'on-failure'"
                                + (retries < 0 ? " and cannot be negative" : ""));
            default ->
                when(
                        true,
                        "invalid restart policy: unknown policy '" + asked.name()
                                + "'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'");
        }
    }

    /** @return empty for {@code none} */
    public static String onUnhealthy(String asked) {
        when(
                !Set.of("", "none", "restart", "stop", "kill").contains(asked),
                "invalid action for an unhealthy container: unknown action '" + asked
                        + "'; use one of 'none', 'restart', 'stop', or 'kill'");
        return asked.equals("none") ? "" : asked;
    }

    private static HostConfig implied(HostConfig host, HostFacts facts, List<String> warnings) {
        return host.toBuilder()
                .resources(ResourceRules.checked(host.resources(), facts, warnings))
                .shmSize(
                        host.storage().shmSize() == 0
                                ? DEFAULT_SHM
                                : host.storage().shmSize())
                .ipcMode(
                        host.namespaces().ipcMode().isEmpty()
                                ? Modes.PRIVATE
                                : host.namespaces().ipcMode())
                .cgroupnsMode(
                        host.namespaces().cgroupnsMode().isEmpty()
                                ? Modes.PRIVATE
                                : host.namespaces().cgroupnsMode())
                .networkMode(
                        host.namespaces().networkMode().isEmpty()
                                ? "default"
                                : host.namespaces().networkMode())
                .onUnhealthy(onUnhealthy(host.lifecycle().onUnhealthy()))
                .logConfig(LogRules.checked(host.lifecycle().logConfig()))
                .maskedPaths(MaskedPaths.shown(host.security(), MaskedPaths.masked(host.security(), facts)))
                .readonlyPaths(MaskedPaths.shown(host.security(), MaskedPaths.readonly(host.security())))
                .consoleSize(
                        host.lifecycle().consoleSize().isEmpty()
                                ? List.of(0, 0)
                                : host.lifecycle().consoleSize())
                .runtime("sampan")
                .build();
    }
}
