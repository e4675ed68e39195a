package sampan.runtime.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Write;
import sampan.oci.spec.IdMapping;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Namespace;
import sampan.oci.spec.Spec;

/** user_namespaces(7): the maps of a new user namespace, written from outside while its first process waits. */
final class IdMaps {
    private IdMaps() {}

    static void write(Spec spec, int pid, ControlChannel control) throws IOException, RuntimeFailure {
        Linux linux = spec.linux();
        if (linux == null || linux.namespaces().stream().noneMatch(IdMaps::isNewUser)) {
            return;
        }
        write(pid, "uid_map", linux.uidMappings());
        write(pid, "gid_map", linux.gidMappings());
        control.mapped();
    }

    private static boolean isNewUser(Namespace namespace) {
        return namespace.type().equals("user")
                && (namespace.path() == null || namespace.path().isEmpty());
    }

    private static void write(int pid, String file, List<IdMapping> mappings) throws IOException, RuntimeFailure {
        String lines = mappings.stream()
                .map(map -> map.containerId() + " " + map.hostId() + " " + map.size() + "\n")
                .collect(Collectors.joining());
        try (Fd map = Open.open(Path.of("/proc/" + pid + "/" + file), OpenFlags.O_WRONLY)) {
            Write.fully(map, lines.getBytes(StandardCharsets.UTF_8));
        } catch (SyscallException refused) {
            throw new RuntimeFailure("unable to start container process: write /proc/" + pid + "/" + file + ": "
                    + Errno.sentence(refused.errno()));
        }
    }
}
