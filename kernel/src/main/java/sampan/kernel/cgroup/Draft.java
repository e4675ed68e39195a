package sampan.kernel.cgroup;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A plan in the making: controllers add to it. */
final class Draft {
    private final CgroupParent parent;
    private final CgroupPath path;
    private final Optional<DeviceRules> before;
    private final List<CgroupWrite> writes = new ArrayList<>();
    private final List<Unsupported> unsupported = new ArrayList<>();
    private final Set<String> enabled = new LinkedHashSet<>();
    private Optional<DeviceFilter> deviceFilter = Optional.empty();

    /** For a new cgroup: defaults need no write, and nothing written depends on an older value. */
    Draft(CgroupParent parent, String name) {
        this(parent, name, Optional.empty());
    }

    /** @param before the devices that are allowed in a cgroup that exists */
    Draft(CgroupParent parent, String name, Optional<DeviceRules> before) {
        this.parent = parent;
        this.path = parent.path().child(name);
        this.before = before;
    }

    /** Where a controller is to be found. */
    enum Version {
        V1,
        V2,
        ABSENT
    }

    Version version(Controller controller) {
        if (parent.host().v1().containsKey(controller.name())) {
            return Version.V1;
        }
        return unifiedHas(controller.unifiedName()) ? Version.V2 : Version.ABSENT;
    }

    boolean unifiedHas(String controller) {
        return parent.host().unifiedControllers().contains(controller)
                || (parent.host().unified().isPresent() && controller.equals("cgroup"));
    }

    CgroupParent parent() {
        return parent;
    }

    boolean fresh() {
        return before.isEmpty();
    }

    /** A new cgroup of version 1 allows what its parent allows. */
    DeviceRules before() {
        return before.orElse(DeviceRules.EVERYTHING);
    }

    /** Whether cgroups of this host have a control file of that name. */
    boolean has(String file) {
        return parent.files().contains(file);
    }

    /** The controller must be there: {@link #version} said so. */
    void write(Controller controller, String file, Object value, int... tolerated) {
        Set<Integer> accepted = IntStream.of(tolerated).boxed().collect(Collectors.toUnmodifiableSet());
        var mount = Optional.ofNullable(parent.host().v1().get(controller.name()));
        if (mount.isEmpty()) {
            enabled.add(controller.unifiedName());
        }
        writes.add(new CgroupWrite(
                path.under(mount.or(parent.host()::unified).orElseThrow()).resolve(file), value.toString(), accepted));
    }

    /** A file of cgroup2 by name, {@link UnifiedKeys}. */
    void unified(String file, String value) {
        enabled.add(file.substring(0, file.indexOf('.')));
        writes.add(new CgroupWrite(
                path.under(parent.host().unified().orElseThrow()).resolve(file), value, Set.of()));
    }

    void filterDevices(DeviceFilter filter) {
        deviceFilter = Optional.of(filter);
    }

    /** What was asked for cannot be had. */
    void refuse(String controller, String what, String consequence) {
        add(controller, what, consequence, true);
    }

    /** What was asked for has no meaning here, or only followed from something else. */
    void warn(String controller, String what, String consequence) {
        add(controller, what, consequence, false);
    }

    private void add(String controller, String what, String consequence, boolean fatal) {
        String reason = "Your kernel does not support " + what + " or the cgroup is not mounted.";
        unsupported.add(new Unsupported(controller, reason, consequence, fatal));
    }

    CgroupPath path() {
        return path;
    }

    List<CgroupWrite> writes() {
        return List.copyOf(writes);
    }

    List<Unsupported> unsupported() {
        return List.copyOf(unsupported);
    }

    /** Controllers of cgroup2 that are written to and so have to be enabled in the parents. */
    Set<String> enabled() {
        Set<String> controllers = new LinkedHashSet<>(enabled);
        controllers.remove("cgroup");
        return controllers;
    }

    Optional<DeviceFilter> deviceFilter() {
        return deviceFilter;
    }
}
