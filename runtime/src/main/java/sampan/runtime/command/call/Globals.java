package sampan.runtime.command.call;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What stands before the command.
 *
 * @param root absolute path of the state folder
 * @param manager who makes cgroups
 * @param rootless "auto", or a boolean as Go writes it
 * @param criu name or path of criu
 */
public record Globals(
        String root,
        Optional<String> log,
        boolean json,
        boolean debug,
        CgroupManager manager,
        String rootless,
        String criu) {
    static final String DEFAULT_ROOT = "/run/sampan-runtime";

    public static final List<Option> OPTIONS = List.of(
            Option.bool("debug", "write more into the log"),
            Option.of("log", "file that errors are appended to (default: \"/dev/stderr\")"),
            Option.of("log-format", "\"text\" or \"json\" (default: \"text\")"),
            Option.of("root", "folder with the state of containers (default: \"" + DEFAULT_ROOT + "\")"),
            Option.of("criu", "path of criu for checkpoint and restore (default: \"criu\")"),
            Option.bool("systemd-cgroup", "have systemd make the cgroups; cgroupsPath is \"slice:prefix:name\" then"),
            Option.of("cgroup-manager", "\"cgroupfs\", \"systemd\" or \"disabled\", as crun has it"),
            Option.of("rootless", "\"true\", \"false\" or \"auto\" (default: \"auto\")"),
            Option.bool("help,h", "show help"),
            Option.bool("version,v", "print the version"));

    public static Globals of(Words words, Invocation invocation) throws IOException, RuntimeFailure {
        String format = words.text("log-format").orElse("text");
        if (!format.equals("text") && !format.equals("json")) {
            throw new RuntimeFailure("invalid log-format: " + format);
        }
        CgroupManager manager = CgroupManager.of(words.text("cgroup-manager").orElse(CgroupManager.CGROUPFS.word()));
        Optional<String> root = words.text("root");
        return new Globals(
                Paths.absolute(invocation, root.isPresent() ? root.get() : root(invocation)),
                words.text("log").map(file -> Paths.absolute(invocation, file)),
                format.equals("json"),
                words.on("debug"),
                words.on("systemd-cgroup") ? CgroupManager.SYSTEMD : manager,
                words.text("rootless").orElse("auto"),
                words.text("criu").orElse("criu"));
    }

    /** Who is not root, or is so in a user namespace only, has a folder of their own, as with runc. */
    private static String root(Invocation invocation) throws IOException {
        String own = invocation.environment().getOrDefault("XDG_RUNTIME_DIR", "");
        if (own.isEmpty()) {
            return DEFAULT_ROOT;
        }
        boolean root = invocation.environment().getOrDefault("USER", "").equals("root")
                || !CallerNamespace.isNested(invocation);
        return invocation.uid() == 0 && root ? DEFAULT_ROOT : own + "/sampan-runtime";
    }
}
