package sampan.runtime.command.checkpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Stat;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Namespace;
import sampan.oci.spec.Spec;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.handover.Handing;
import sampan.runtime.criu.CriuOptions;
import sampan.runtime.program.Descriptor;

/** Namespaces that somebody else has made: they are not in the images, and must be there at the restore. */
public final class ExternalNamespaces {
    private static final long NETWORK = 0x40000000;

    private static final int FIRST = 3;
    private static final Map<String, String> NAMES = Map.of("network", "net", "pid", "pid");
    private static final Map<String, String> JOINED =
            Map.of("ipc", "ipc", "uts", "uts", "user", "user", "mount", "mnt", "time", "time");

    private ExternalNamespaces() {}

    private static List<Namespace> named(Spec spec) {
        Linux linux = spec.linux();
        return linux == null
                ? List.of()
                : linux.namespaces().stream()
                        .filter(namespace ->
                                namespace.path() != null && !namespace.path().isEmpty())
                        .toList();
    }

    /**
     * What is in a network of the container's own is never criu's affair: who manages the container fills it anew. One that is named by its path is
     * external only: were it empty too, criu 3.17 would lock its connections for each of the two and unlock them for one.
     */
    private static void empty(List<Namespace> named, CriuOptions options) {
        if (named.stream().noneMatch(namespace -> namespace.type().equals("network"))) {
            options.emptyNamespaces(NETWORK);
        }
    }

    /** For a checkpoint. */
    static void name(Spec spec, Context context, CriuOptions options) throws IOException, RuntimeFailure {
        List<Namespace> named = named(spec);
        empty(named, options);
        for (Namespace namespace : named) {
            String name = NAMES.get(namespace.type());
            if (name != null) {
                // Opened, as it may be a link, such as /proc/1/ns/net.
                try (Fd file = open(context, String.valueOf(namespace.path()))) {
                    options.external(name + "[" + Stat.of(file).inode() + "]:" + key(name));
                }
            }
        }
    }

    /**
     * For a restore.
     *
     * @return how many descriptors were handed
     */
    static int hand(Spec spec, Handing handing, Context context, CriuOptions options)
            throws IOException, RuntimeFailure {
        List<Namespace> named = named(spec);
        empty(named, options);
        List<Integer> handed = new ArrayList<>();
        for (Namespace namespace : named) {
            String path = String.valueOf(namespace.path());
            String name = NAMES.get(namespace.type());
            String joined = JOINED.get(namespace.type());
            if (name != null) {
                int number = FIRST + handed.size();
                handing.put(new Descriptor.Preserved(number), open(context, path));
                options.inherit(key(name), number);
                handed.add(number);
            } else if (joined != null) {
                options.joinNamespace(joined, path);
            } else {
                throw new RuntimeFailure("Do not know how to handle namespace " + namespace.type());
            }
        }
        return handed.size();
    }

    private static Fd open(Context context, String path) throws IOException, RuntimeFailure {
        try {
            return context.invocation().open(path, OpenFlags.O_RDONLY, 0);
        } catch (SyscallException missing) {
            throw new RuntimeFailure("Requested network namespace " + path + " does not exist");
        }
    }

    private static String key(String name) {
        return "extRoot" + Character.toUpperCase(name.charAt(0)) + name.substring(1) + "NS";
    }
}
