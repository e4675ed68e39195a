package sampan.core.cdi;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sampan.oci.spec.Hooks;
import tools.jackson.databind.JsonNode;

/**
 * What a device changes of a container, as its specification words it.
 *
 * @param intelRdt anything here is refused
 */
record ContainerEdits(
        List<String> env,
        List<DeviceNode> deviceNodes,
        List<Hook> hooks,
        List<Mount> mounts,
        List<Long> additionalGids,
        @Nullable JsonNode intelRdt,
        List<NetDevice> netDevices) {
    static final ContainerEdits NONE =
            new ContainerEdits(List.of(), List.of(), List.of(), List.of(), List.of(), null, List.of());

    private static final Set<String> TYPES = Set.of("", "b", "c", "u", "p");
    private static final Set<String> HOOKS =
            Set.of("prestart", "createRuntime", "createContainer", "startContainer", "poststart", "poststop");

    ContainerEdits {
        env = copy(env);
        deviceNodes = copy(deviceNodes);
        hooks = copy(hooks);
        mounts = copy(mounts);
        additionalGids = copy(additionalGids);
        netDevices = copy(netDevices);
    }

    /**
     * A node in the container.
     *
     * @param hostPath empty: the same path
     * @param type empty: what the host's is
     * @param permissions of r, w and m; empty: all; {@code none}
     */
    record DeviceNode(
            String path,
            String hostPath,
            String type,
            long major,
            long minor,
            @Nullable Integer fileMode,
            String permissions,
            @Nullable Long uid,
            @Nullable Long gid) {
        DeviceNode {
            path = text(path);
            hostPath = text(hostPath);
            type = text(type);
            permissions = text(permissions);
        }

        /** Whether the specification says which device it is: the host's node need not be looked at. */
        boolean isComplete() {
            return type.equals("p") || (!type.isEmpty() && major != 0);
        }

        String source() {
            return hostPath.isEmpty() ? path : hostPath;
        }
    }

    /** A program the runtime is to run. */
    record Hook(
            String hookName,
            String path,
            List<String> args,
            List<String> env,
            @Nullable Integer timeout) {
        Hook {
            hookName = text(hookName);
            path = text(path);
            args = copy(args);
            env = copy(env);
        }

        private void check() throws InvalidCdiException {
            refuse(!path.startsWith("/"), "invalid hook \"" + hookName + "\": path must be absolute");
            refuse(timeout != null && timeout <= 0, "invalid hook \"" + hookName + "\": timeout must be positive");
        }

        /** By when they run. */
        static Hooks listed(List<Hook> hooks) {
            return new Hooks(
                    of(hooks, "prestart"),
                    of(hooks, "createRuntime"),
                    of(hooks, "createContainer"),
                    of(hooks, "startContainer"),
                    of(hooks, "poststart"),
                    of(hooks, "poststop"));
        }

        private static List<sampan.oci.spec.Hook> of(List<Hook> hooks, String name) {
            return hooks.stream()
                    .filter(hook -> hook.hookName.equals(name))
                    .map(hook -> new sampan.oci.spec.Hook(hook.path, hook.args, hook.env, hook.timeout))
                    .toList();
        }
    }

    /** A file or a folder of the host. */
    record Mount(String hostPath, String containerPath, List<String> options, String type) {
        Mount {
            hostPath = text(hostPath);
            containerPath = text(containerPath);
            options = copy(options);
            type = text(type);
        }
    }

    /** A network device of the host, which goes into the container. */
    record NetDevice(String hostInterfaceName, String name) {
        NetDevice {
            hostInterfaceName = text(hostInterfaceName);
            name = text(name);
        }
    }

    boolean isEmpty() {
        return equals(NONE);
    }

    ContainerEdits and(ContainerEdits more) {
        return new ContainerEdits(
                both(env, more.env),
                both(deviceNodes, more.deviceNodes),
                both(hooks, more.hooks),
                both(mounts, more.mounts),
                both(additionalGids, more.additionalGids),
                more.intelRdt == null ? intelRdt : more.intelRdt,
                both(netDevices, more.netDevices));
    }

    /** @throws InvalidCdiException for the first value that means nothing */
    void check() throws InvalidCdiException {
        environment("container edits", env);
        for (DeviceNode node : deviceNodes) {
            check(node);
        }
        for (Hook hook : hooks) {
            refuse(!HOOKS.contains(hook.hookName()), "invalid hook name \"" + hook.hookName() + "\"");
            refuse(hook.path().isEmpty(), "invalid hook \"" + hook.hookName() + "\" with empty path");
            environment("hook \"" + hook.hookName() + "\"", hook.env());
            hook.check();
        }
        for (Mount mount : mounts) {
            refuse(mount.hostPath().isEmpty(), "invalid mount, empty host path");
            refuse(mount.containerPath().isEmpty(), "invalid mount, empty container path");
        }
        for (NetDevice device : netDevices) {
            refuse(device.hostInterfaceName().isEmpty(), "invalid linux net device, empty HostInterfaceName");
            refuse(device.name().isEmpty(), "invalid linux net device, empty Name");
        }
        for (long gid : additionalGids) {
            refuse(gid < 0 || gid > 0xffff_fffeL, "invalid additional GID " + gid);
        }
    }

    private static void check(DeviceNode node) throws InvalidCdiException {
        String device = "device \"" + node.path() + "\": ";
        refuse(node.path().isEmpty(), "invalid (empty) device path");
        refuse(!TYPES.contains(node.type()), device + "invalid type \"" + node.type() + "\"");
        refuse(
                node.major() < 0 || node.minor() < 0,
                device + "invalid (negative) device number " + node.major() + ":" + node.minor());
        refuse(
                !node.permissions().equals("none") && !node.permissions().matches("[rwm]*"),
                device + "invalid permissions \"" + node.permissions() + "\"");
    }

    private static void environment(String what, List<String> env) throws InvalidCdiException {
        for (String variable : env) {
            refuse(
                    variable.indexOf('=') <= 0,
                    "invalid " + what + ": invalid environment variable \"" + variable + "\"");
        }
    }

    private static void refuse(boolean wrong, String sentence) throws InvalidCdiException {
        if (wrong) {
            throw new InvalidCdiException(sentence);
        }
    }

    private static <T> List<T> both(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static <T> List<T> copy(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
