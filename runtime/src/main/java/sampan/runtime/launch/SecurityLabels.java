package sampan.runtime.launch;

import java.util.Optional;
import java.util.Set;
import sampan.oci.spec.Implements;
import sampan.runtime.program.Script;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md#linux-process">config.md#linux-process</a>, labels that take effect at execve(2). */
@Implements(
        value = "config.md#linux-process",
        properties = {"process.apparmorProfile", "process.selinuxLabel"})
@Implements(value = "config-linux.md#mount-label", properties = "linux.mountLabel")
final class SecurityLabels {
    private static final Set<String> LABELLED = Set.of("tmpfs", "devpts");

    private SecurityLabels() {}

    static void compile(Launch launch) {
        String profile = launch.process().apparmorProfile();
        String label = launch.process().selinuxLabel();
        Script script = launch.script();
        if (profile != null && !profile.isEmpty()) {
            require(launch, "apparmor", "process.apparmorProfile " + profile);
            script.purpose("AppArmor profile " + profile, "takes effect at execve", "apparmor(7)")
                    .blame("unable to apply apparmor profile: apparmor failed to apply profile: write "
                            + "/proc/self/attr/apparmor/exec: %ERROR%");
            PrivateProc.ensure(launch);
            PrivateProc.write(launch, "self/attr/apparmor/exec", "exec " + profile);
        }
        if (label != null && !label.isEmpty()) {
            require(launch, "selinux", "process.selinuxLabel " + label);
            script.purpose("SELinux label " + label, "takes effect at execve", "setexeccon(3)")
                    .blame("can't set process label: write /proc/self/attr/exec: %ERROR%");
            PrivateProc.ensure(launch);
            PrivateProc.write(launch, "self/attr/exec", label);
        }
    }

    /** Of all files of a mount; for those file systems that have one label for all. */
    static Optional<String> ofMount(Launch launch, String type) {
        String label = launch.linux().mountLabel();
        return label == null || label.isEmpty() || !LABELLED.contains(type) ? Optional.empty() : Optional.of(label);
    }

    /** A label for mounts takes effect, or there is no container. */
    static void mountLabel(Launch launch) {
        String label = launch.linux().mountLabel();
        if (label != null && !label.isEmpty()) {
            require(launch, "selinux", "linux.mountLabel " + label);
        }
    }

    private static void require(Launch launch, String lsm, String asked) {
        if (!launch.host().lsms().contains(lsm)) {
            throw new InvalidSpecException(asked + " is specified, but " + lsm + " is not enabled on this host");
        }
    }
}
