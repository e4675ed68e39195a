package sampan.core.cdi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sampan.core.cdi.ContainerEdits.DeviceNode;
import sampan.core.cdi.ContainerEdits.NetDevice;
import sampan.core.config.DeviceRequest;
import sampan.core.error.EngineException;
import sampan.oci.spec.ContainerProcess;
import sampan.oci.spec.Device;
import sampan.oci.spec.Hooks;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Mount;
import sampan.oci.spec.Resources;
import sampan.oci.spec.Resources.DeviceRule;
import sampan.oci.spec.Spec;
import sampan.oci.spec.User;

/** Puts devices into a container's specification. */
public final class Injection {
    private static final Set<String> FILE_SYSTEMS = Set.of("tmpfs", "proc", "sysfs", "mqueue", "overlay");

    private Injection() {}

    /** The same specification with the devices that were asked for; InvalidArgument, in Docker's words, when one of them cannot be had. */
    public static Spec into(Spec spec, List<DeviceRequest> requests, DeviceRegistry registry) {
        if (requests.isEmpty()) {
            return spec;
        }
        List<String> names = new DeviceChoice(registry.names()).names(requests);
        return edited(spec, HostNodes.complete(registry.edits(names)));
    }

    /** What they want run once the container is gone, as far as their specifications are still there. */
    public static Hooks hooks(List<DeviceRequest> requests, DeviceRegistry registry) {
        List<String> names = requests.isEmpty() ? List.of() : new DeviceChoice(registry.names()).names(requests);
        return ContainerEdits.Hook.listed(registry.edits(names).hooks());
    }

    static Spec edited(Spec spec, ContainerEdits edits) {
        if (edits.intelRdt() != null) {
            throw new EngineException.NotSupported(
                    "CDI device injection failed: it needs a share of the cache (intelRdt), which Sampan does not give");
        }
        ContainerProcess process = spec.process();
        Linux linux = spec.linux();
        if (process == null || linux == null) {
            throw new IllegalStateException("a specification of no process");
        }
        return spec.withProcess(process.edit()
                        .env(environment(process.env(), edits.env()))
                        .user(member(process.user(), edits.additionalGids()))
                        .build())
                .withMounts(mounts(spec.mounts(), edits.mounts()))
                .withHooks(edits.hooks().isEmpty() ? spec.hooks() : ContainerEdits.Hook.listed(edits.hooks()))
                .withLinux(networked(devices(linux, process.user(), edits.deviceNodes()), edits.netDevices()));
    }

    private static List<String> environment(List<String> before, List<String> more) {
        List<String> env = new ArrayList<>(before);
        for (String variable : more) {
            String name = variable.substring(0, variable.indexOf('=') + 1);
            env.removeIf(old -> old.startsWith(name));
            env.add(variable);
        }
        return env;
    }

    private static User member(User user, List<Long> more) {
        Set<Long> gids = new TreeSet<>(user.additionalGids());
        more.stream().filter(gid -> gid != 0).forEach(gids::add);
        return new User(user.uid(), user.gid(), user.umask(), List.copyOf(gids), user.username());
    }

    /** Those with the shorter paths first, as they lie upon one another. */
    private static List<Mount> mounts(List<Mount> before, List<ContainerEdits.Mount> more) {
        List<Mount> mounts = new ArrayList<>(before);
        for (ContainerEdits.Mount mount : more) {
            mounts.removeIf(old -> old.destination().equals(mount.containerPath()));
            mounts.add(mount(mount));
        }
        if (!more.isEmpty()) {
            mounts.sort((one, other) -> depth(one) - depth(other));
        }
        return mounts;
    }

    private static int depth(Mount mount) {
        return (int) mount.destination().chars().filter(c -> c == '/').count();
    }

    private static Mount mount(ContainerEdits.Mount mount) {
        if (!isBind(mount)) {
            return new Mount(
                    mount.containerPath(), mount.type(), mount.hostPath(), mount.options(), List.of(), List.of());
        }
        List<String> options = new ArrayList<>(mount.options());
        if (options.stream().noneMatch(Predicate.isEqual("bind").or(Predicate.isEqual("rbind")))) {
            options.add("rbind");
        }
        return new Mount(mount.containerPath(), "bind", mount.hostPath(), options, List.of(), List.of());
    }

    static boolean isBind(ContainerEdits.Mount mount) {
        return !FILE_SYSTEMS.contains(mount.type());
    }

    /** They are its first user's, unless the specification says whose. */
    private static Linux devices(Linux linux, User user, List<DeviceNode> nodes) {
        List<Device> devices = new ArrayList<>(linux.devices());
        Resources before = linux.resources() == null ? Resources.NONE : linux.resources();
        List<DeviceRule> rules = new ArrayList<>(before.devices());
        for (DeviceNode node : nodes) {
            devices.removeIf(old -> old.path().equals(node.path()));
            devices.add(new Device(
                    node.type(),
                    node.path(),
                    node.major(),
                    node.minor(),
                    node.fileMode() == null ? 0666 : node.fileMode(),
                    owner(node.uid(), user.uid()),
                    owner(node.gid(), user.gid())));
            if (!node.type().equals("p") && !node.permissions().equals("none")) {
                String access = node.permissions().isEmpty() ? "rwm" : node.permissions();
                String type = node.type().equals("u") ? "c" : node.type();
                rules.add(new DeviceRule(true, type, node.major(), node.minor(), access));
            }
        }
        return linux.edit()
                .devices(devices)
                .resources(before.withDevices(rules))
                .build();
    }

    private static Linux networked(Linux linux, List<NetDevice> more) {
        Map<String, sampan.oci.spec.NetDevice> devices = new LinkedHashMap<>(linux.netDevices());
        more.forEach(device -> devices.put(device.hostInterfaceName(), new sampan.oci.spec.NetDevice(device.name())));
        return linux.edit().netDevices(devices).build();
    }

    private static long owner(@Nullable Long said, long first) {
        return said == null ? first : said;
    }
}
