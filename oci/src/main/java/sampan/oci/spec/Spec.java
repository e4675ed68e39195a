package sampan.oci.spec;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md">config.md</a>: one container. */
public record Spec(
        String ociVersion,
        @Nullable Root root,
        @Nullable ContainerProcess process,
        @Nullable String hostname,
        @Nullable String domainname,
        List<Mount> mounts,
        @Nullable Hooks hooks,
        Map<String, String> annotations,
        @Nullable Linux linux) {
    /** The version of the specification that what is written here follows. */
    public static final String VERSION = "1.2.1";

    public Spec(
            @Nullable String ociVersion,
            @Nullable Root root,
            @Nullable ContainerProcess process,
            @Nullable String hostname,
            @Nullable String domainname,
            @Nullable List<Mount> mounts,
            @Nullable Hooks hooks,
            @Nullable Map<String, String> annotations,
            @Nullable Linux linux) {
        this.ociVersion = ociVersion == null ? VERSION : ociVersion;
        this.root = root;
        this.process = process;
        this.hostname = hostname;
        this.domainname = domainname;
        this.mounts = Copies.of(mounts);
        this.hooks = hooks;
        this.annotations = Copies.of(annotations);
        this.linux = linux;
    }

    /** A container of which only the process and the Linux part are said. */
    public static Spec of(ContainerProcess process, Linux linux) {
        return new Spec(VERSION, null, process, null, null, List.of(), null, Map.of(), linux);
    }

    public Spec withRoot(@Nullable Root value) {
        return new Spec(ociVersion, value, process, hostname, domainname, mounts, hooks, annotations, linux);
    }

    public Spec withProcess(@Nullable ContainerProcess value) {
        return new Spec(ociVersion, root, value, hostname, domainname, mounts, hooks, annotations, linux);
    }

    public Spec withHostname(@Nullable String value) {
        return new Spec(ociVersion, root, process, value, domainname, mounts, hooks, annotations, linux);
    }

    public Spec withDomainname(@Nullable String value) {
        return new Spec(ociVersion, root, process, hostname, value, mounts, hooks, annotations, linux);
    }

    public Spec withMounts(List<Mount> value) {
        return new Spec(ociVersion, root, process, hostname, domainname, value, hooks, annotations, linux);
    }

    public Spec withHooks(@Nullable Hooks value) {
        return new Spec(ociVersion, root, process, hostname, domainname, mounts, value, annotations, linux);
    }

    public Spec withAnnotations(Map<String, String> value) {
        return new Spec(ociVersion, root, process, hostname, domainname, mounts, hooks, value, linux);
    }

    public Spec withLinux(@Nullable Linux value) {
        return new Spec(ociVersion, root, process, hostname, domainname, mounts, hooks, annotations, value);
    }
}
