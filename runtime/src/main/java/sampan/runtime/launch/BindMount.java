package sampan.runtime.launch;

import java.util.List;
import java.util.Optional;
import sampan.oci.spec.Mount;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/**
 * A part of the host's tree in the container's: a copy of the mount, made in the parent, attached by the child.
 *
 * <p>In the parent because open_tree(2) copies only mounts of the caller's own mount namespace, and because id-mapping one needs the
 * host's rights. The source is a descriptor opened with the rights of whoever asked for it.
 */
final class BindMount {
    /** Where the copies wait: above all handed descriptors, as registers would run short. */
    private static final int FIRST = 100;

    private static final MountOptions.Propagation USUAL = new MountOptions.Propagation(Symbol.MS_SLAVE, true);

    private BindMount() {}

    static boolean is(Mount mount, MountOptions options) {
        return options.bind() || "bind".equals(mount.type());
    }

    static void prepare(Launch launch) {
        List<Mount> mounts = launch.spec().mounts();
        for (int i = 0; i < mounts.size(); i++) {
            MountOptions options = MountOptions.parse(mounts.get(i).options());
            if (is(mounts.get(i), options)) {
                Mounts.destination(mounts.get(i));
                prepare(launch, mounts.get(i), options, place(i, mounts.get(i)));
            }
        }
    }

    private static void prepare(Launch launch, Mount mount, MountOptions options, Argument place) {
        Script script = launch.script();
        Mounts.blame(launch, mount);
        String source = mount.source();
        if (source == null || source.isEmpty()) {
            throw new InvalidSpecException("mounts: " + mount.destination() + ": a bind mount needs a source");
        }
        // A descriptor of the host's leads to a mount of the host's.
        boolean byPath = launch.unprivileged();
        Argument from = byPath ? Argument.AT_FDCWD : script.handed(new Descriptor.BindSource(source));
        Argument flags = options.recursive()
                ? Symbol.all(
                        Symbol.OPEN_TREE_CLONE, Symbol.OPEN_TREE_CLOEXEC, Symbol.AT_EMPTY_PATH, Symbol.AT_RECURSIVE)
                : Symbol.all(Symbol.OPEN_TREE_CLONE, Symbol.OPEN_TREE_CLOEXEC, Symbol.AT_EMPTY_PATH);
        script.call(Syscall.OPEN_TREE, from, Argument.of(byPath ? source : ""), flags)
                .into(launch.register("tree"));
        attributes(launch, mount, options);
        Mounts.blame(launch, mount);
        script.call(Syscall.DUP3, launch.value("tree"), place, Symbol.O_CLOEXEC.argument());
        script.call(Syscall.CLOSE, launch.value("tree"));
    }

    /** The tree first, so that an attribute of the mount itself has the last word. */
    private static void attributes(Launch launch, Mount mount, MountOptions options) {
        MountOptions.Propagation propagation = options.propagation().orElseGet(() -> usual(launch));
        Optional<Argument> mapped = MappedNamespaces.find(launch, mount, options);
        boolean mapsTree = options.idmap() == MountOptions.IdMap.TREE;
        boolean spreads = propagation.recursive();
        Argument tree = launch.value("tree");
        if (mapped.isPresent()) {
            launch.script().blame("mounts: " + mount.destination() + ": id mappings: %CALL%: %ERROR%");
        }
        new MountAttributes(
                        options.all(),
                        spreads ? Optional.of(propagation.kind()) : Optional.empty(),
                        mapsTree ? mapped : Optional.empty())
                .apply(launch, tree, true);
        new MountAttributes(
                        options.own(),
                        spreads ? Optional.empty() : Optional.of(propagation.kind()),
                        mapsTree ? Optional.empty() : mapped)
                .apply(launch, tree, false);
    }

    private static MountOptions.Propagation usual(Launch launch) {
        String root = launch.linux().rootfsPropagation();
        if (root == null || root.isEmpty()) {
            return USUAL;
        }
        return new MountOptions.Propagation(RootMount.propagation(root).kind(), true);
    }

    static void attach(Launch launch, int index, ContainerPath destination) {
        Mount mount = launch.spec().mounts().get(index);
        if (launch.request().fileSources().contains(String.valueOf(mount.source()))) {
            MountPoint.file(launch, destination);
        } else {
            MountPoint.directory(launch, destination, How.DIRECTORY);
        }
        MountPoint.cover(launch, destination, place(index, mount));
    }

    private static Argument place(int index, Mount mount) {
        return Argument.of(FIRST + index, "<copy of " + mount.source() + ">");
    }
}
