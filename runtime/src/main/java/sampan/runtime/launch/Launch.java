package sampan.runtime.launch;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;
import sampan.oci.spec.ContainerProcess;
import sampan.oci.spec.IdMapping;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Spec;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Monitor;
import sampan.runtime.program.Register;
import sampan.runtime.program.Script;

/** A program under way: what is asked for, what has been written, and what later parts must know of earlier ones. */
final class Launch {
    private static final Linux NOTHING = Linux.in(List.of()).build();

    private final LaunchRequest request;
    private final Script script;
    private final Namespaces namespaces;
    private @Nullable Buffer oldScore;
    private final Map<How, Buffer> hows = new EnumMap<>(How.class);
    private final List<NetDevices.Moving> devices = new ArrayList<>();
    private final SequencedSet<Maps> maps = new LinkedHashSet<>();
    private final Map<Monitor.Role, Register> made = new EnumMap<>(Monitor.Role.class);

    Launch(LaunchRequest request, Script script) {
        this.request = request;
        this.script = script;
        this.namespaces = Namespaces.of(linux().namespaces());
    }

    /** Those that are moved into the container. */
    List<NetDevices.Moving> devices() {
        return devices;
    }

    /** Id mappings of a mount. */
    record Maps(List<IdMapping> uids, List<IdMapping> gids) {}

    /** Those that mounts have been found to need. */
    SequencedSet<Maps> maps() {
        return maps;
    }

    LaunchRequest request() {
        return request;
    }

    Script script() {
        return script;
    }

    Spec spec() {
        return request.spec();
    }

    Host host() {
        return request.host();
    }

    Namespaces namespaces() {
        return namespaces;
    }

    ContainerProcess process() {
        ContainerProcess process = spec().process();
        if (process == null) {
            throw new InvalidSpecException("process: missing");
        }
        return process;
    }

    Linux linux() {
        Linux linux = request.spec().linux();
        return linux == null ? NOTHING : linux;
    }

    /** The caller is not root of the host, but of the container's own user namespace. */
    boolean unprivileged() {
        return Handover.rootless(this) && namespaces().creates(Namespaces.Kind.USER);
    }

    /** In a user namespace many things are for the parent to do, or to be done otherwise. */
    boolean remapped() {
        return namespaces.has(Namespaces.Kind.USER);
    }

    Register register(String name) {
        return script.register(name);
    }

    /** Whether an earlier part has used this register. */
    boolean known(String name) {
        return script.knows(name);
    }

    Argument value(String register) {
        return Argument.of(script.register(register));
    }

    /** One struct open_how for all calls of its kind. */
    Buffer how(How how) {
        return hows.computeIfAbsent(how, How::buffer);
    }

    /** The descriptor of the container's root directory. */
    Argument root() {
        return value("root");
    }

    /** A register for the monitor. */
    Register make(Monitor.Role role, String name) {
        Register register = register(name);
        made.put(role, register);
        return register;
    }

    Map<Monitor.Role, Register> made() {
        return made;
    }

    /** Where the parent's own oom_score_adj is kept. */
    void oldScore(Buffer place) {
        oldScore = place;
    }

    /** Empty: it keeps its own all the time. */
    Optional<Buffer> oldScore() {
        return Optional.ofNullable(oldScore);
    }
}
