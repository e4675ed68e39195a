package sampan.runtime.command.life;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Write;
import sampan.oci.spec.Hook;
import sampan.oci.spec.IdMapping;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Namespace;
import sampan.oci.spec.Spec;
import sampan.runtime.command.call.Invocation;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.handover.ControlChannel;
import sampan.runtime.command.hook.HookRunner;
import sampan.runtime.launch.HookKind;
import sampan.runtime.state.ContainerRecord;

/** user_namespaces(7): the maps of a new user namespace, written from outside while its first process waits. */
public final class IdMaps {
    private static final String HELPERS = "/usr/bin/";

    private IdMaps() {}

    static void write(Context context, Spec spec, ContainerRecord record, ControlChannel control)
            throws IOException, RuntimeFailure {
        Linux linux = spec.linux();
        if (linux == null || linux.namespaces().stream().noneMatch(IdMaps::isNewUser)) {
            return;
        }
        if (context.invocation().uid() == 0) {
            write(record.pid(), "uid_map", text(linux.uidMappings()));
            write(record.pid(), "gid_map", text(linux.gidMappings()));
        } else {
            writeRootless(context, linux, record);
        }
        control.mapped();
    }

    /** Who is not root may map themselves, their group only where nobody sets others; more is for newuidmap(1) to allow. */
    private static void writeRootless(Context context, Linux linux, ContainerRecord record)
            throws IOException, RuntimeFailure {
        Invocation caller = context.invocation();
        if (own(linux.uidMappings(), caller.uid())) {
            write(record.pid(), "uid_map", text(linux.uidMappings()));
        } else {
            help(context, record, "newuidmap", linux.uidMappings());
        }
        if (own(linux.gidMappings(), caller.gid())) {
            write(record.pid(), "setgroups", "deny");
            write(record.pid(), "gid_map", text(linux.gidMappings()));
        } else {
            help(context, record, "newgidmap", linux.gidMappings());
        }
    }

    private static boolean own(List<IdMapping> mappings, long id) {
        return mappings.size() == 1
                && mappings.getFirst().hostId() == id
                && mappings.getFirst().size() == 1;
    }

    private static void help(Context context, ContainerRecord record, String program, List<IdMapping> mappings)
            throws IOException, RuntimeFailure {
        List<String> words = new ArrayList<>(List.of(program, Integer.toString(record.pid())));
        for (IdMapping map : mappings) {
            words.addAll(
                    List.of(Long.toString(map.containerId()), Long.toString(map.hostId()), Long.toString(map.size())));
        }
        Hook helper = new Hook(HELPERS + program, words, List.of(), null);
        HookRunner.of(context, helper).run(record, "creating", record.pid(), HookKind.PRESTART);
    }

    private static boolean isNewUser(Namespace namespace) {
        return namespace.type().equals("user")
                && (namespace.path() == null || namespace.path().isEmpty());
    }

    private static String text(List<IdMapping> mappings) {
        return mappings.stream()
                .map(map -> map.containerId() + " " + map.hostId() + " " + map.size() + "\n")
                .collect(Collectors.joining());
    }

    private static void write(int pid, String file, String lines) throws IOException, RuntimeFailure {
        try (Fd map = Open.open(Path.of("/proc/" + pid + "/" + file), OpenFlags.O_WRONLY)) {
            Write.fully(map, lines.getBytes(StandardCharsets.UTF_8));
        } catch (SyscallException refused) {
            throw new RuntimeFailure("unable to start container process: write /proc/" + pid + "/" + file + ": "
                    + Errno.sentence(refused.errno()));
        }
    }
}
