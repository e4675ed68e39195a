package sampan.cli.command.container;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sampan.cli.call.CommandFailure;
import sampan.cli.container.CallerFiles;
import sampan.cli.flag.InvalidValue;
import sampan.core.container.Containers;
import sampan.core.container.cgroup.ContainerCgroups;
import sampan.core.error.EngineException;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.FileType;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Stat;
import sampan.kernel.seccomp.Filter;
import sampan.kernel.seccomp.FilterCompiler;
import sampan.kernel.seccomp.InvalidFilterException;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Mount;
import sampan.oci.spec.Root;
import sampan.oci.spec.Seccomp;
import sampan.oci.spec.Spec;
import sampan.oci.spec.SpecJson;
import sampan.runtime.explain.Explanation;
import sampan.runtime.explain.ShellScript;
import sampan.runtime.launch.HostFacts;
import sampan.runtime.launch.InvalidSpecException;
import sampan.runtime.launch.LaunchCompiler;
import sampan.runtime.launch.LaunchRequest;
import sampan.runtime.launch.Rootfs;
import sampan.runtime.launch.SeccompProgram;
import sampan.runtime.launch.Streams;
import sampan.runtime.seccomp.SeccompFilter;

/** A folder with a {@code config.json} of the runtime specification, read as its caller may read it. */
record Bundle(CallerFiles files, String folder) {
    private static final String CONFIG = "config.json";
    private static final Set<String> BINDS = Set.of("bind", "rbind");

    /** The name cannot be an image's or a container's. */
    static boolean isPath(String name) {
        return name.startsWith("/") || name.equals(".") || name.startsWith("./") || name.startsWith("..");
    }

    boolean isThere() throws IOException {
        return files.exists(config());
    }

    private String config() {
        return folder.endsWith("/") ? folder + CONFIG : folder + "/" + CONFIG;
    }

    Explained explain(Containers containers) throws IOException, CommandFailure {
        try {
            SpecJson.Parsed parsed = SpecJson.read(files.read(config()));
            LaunchRequest unlimited = request(parsed.spec());
            ContainerCgroups.Sketched limits = containers.limits(unlimited.id(), parsed.spec());
            LaunchRequest request = unlimited.withCgroups(limits.cgroups());
            List<String> warnings = new ArrayList<>(warnings(parsed));
            limits.plan().ifPresent(plan -> plan.unsupported().forEach(limit -> warnings.add(limit.warning())));
            return new Explained(
                    request,
                    limits.plan(),
                    LaunchCompiler.compile(request),
                    Explanation.Around.NOTHING,
                    warnings,
                    ShellScript.Made.NOTHING);
        } catch (InvalidValue unreadable) {
            throw new CommandFailure(1, String.valueOf(unreadable.getMessage()));
        } catch (SyscallException failed) {
            throw failed;
        } catch (IOException | InvalidSpecException | InvalidFilterException | EngineException wrong) {
            String sentence =
                    String.valueOf(wrong.getMessage()).lines().findFirst().orElse("");
            throw new CommandFailure(1, "sampan: " + folder + ": " + sentence);
        }
    }

    private LaunchRequest request(Spec spec) throws IOException {
        Path path = Path.of(files.directory()).resolve(folder).normalize();
        Root root = spec.root();
        if (root == null) {
            throw new InvalidSpecException("root: missing");
        }
        return LaunchRequest.of(
                        String.valueOf(path.getFileName()),
                        spec,
                        new Rootfs.DirectoryRoot(
                                path.resolve(root.path()).normalize().toString(), false),
                        HostFacts.read())
                .withFileSources(fileSources(spec))
                .withSeccomp(seccomp(spec))
                .withStreams(Streams.INHERITED);
    }

    private Set<String> fileSources(Spec spec) throws IOException {
        Set<String> found = new HashSet<>();
        for (Mount mount : spec.mounts()) {
            String source = mount.source();
            if (source != null && mount.options().stream().anyMatch(BINDS::contains) && !isFolder(source)) {
                found.add(source);
            }
        }
        return found;
    }

    /** What is not there is taken for a folder. */
    private boolean isFolder(String source) throws IOException {
        try (Fd file = files.open(source, OpenFlags.O_PATH, 0)) {
            return Stat.of(file).type() == FileType.DIRECTORY;
        } catch (SyscallException missing) {
            return true;
        }
    }

    private static Optional<SeccompProgram> seccomp(Spec spec) {
        Linux linux = spec.linux();
        Seccomp section = linux == null ? null : linux.seccomp();
        if (section == null) {
            return Optional.empty();
        }
        Filter filter = SeccompFilter.of(section);
        return Optional.of(new SeccompProgram(FilterCompiler.compile(filter), filter.flagBits()));
    }

    private static List<String> warnings(SpecJson.Parsed parsed) {
        return parsed.unknown().stream()
                .map(property -> "config.json: " + property + " is not a property of the specification")
                .toList();
    }
}
