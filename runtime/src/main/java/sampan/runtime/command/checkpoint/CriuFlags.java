package sampan.runtime.command.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import sampan.runtime.command.call.Invocation;
import sampan.runtime.command.call.Option;
import sampan.runtime.command.call.Paths;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.call.Words;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.json.GoJson;
import sampan.runtime.criu.CgroupsMode;
import sampan.runtime.criu.CriuSwitch;

/**
 * What checkpoint and restore are told of criu's work.
 *
 * @param images folder of the images, an absolute path
 * @param work folder of criu's log and other files
 * @param parent folder of earlier images, relative to that of these
 */
public record CriuFlags(
        String images,
        Optional<String> work,
        Optional<String> parent,
        Optional<PageServer> pageServer,
        Optional<CgroupsMode> cgroups,
        List<CriuSwitch> switches,
        boolean preDump,
        OptionalLong status) {
    static final List<Option> SHARED = List.of(
            Option.of("image-path", "folder of criu's images (default: \"checkpoint\" in the working directory)"),
            Option.of("work-path", "folder of criu's log and other files (default: that of the images)"),
            Option.bool("tcp-established", "allow open TCP connections"),
            Option.bool("ext-unix-sk", "allow unix sockets to outside of the container"),
            Option.bool("shell-job", "allow processes of a session that began outside of the container"),
            Option.bool("lazy-pages", "bring memory when it is asked for, by userfaultfd(2)"),
            Option.bool("file-locks", "keep file locks"),
            Option.of("manage-cgroups-mode", "\"soft\" (default), \"full\", \"strict\" or \"ignore\""),
            Option.of("empty-ns", "a namespace that is made, but not filled: \"network\""),
            Option.bool("auto-dedup", "punch out of the parent's images what newer ones have"));

    private static final String DEFAULT_IMAGES = "checkpoint";
    private static final int LAST_PORT = 65_535;

    /** Who takes the pages, rather than the folder of the images. */
    record PageServer(String address, int port) {
        static PageServer parse(String text) throws RuntimeFailure {
            int colon = text.lastIndexOf(':');
            String port = text.substring(colon + 1);
            String address = text.substring(0, Math.max(0, colon));
            if (address.startsWith("[") && address.endsWith("]")) {
                address = address.substring(1, address.length() - 1);
            } else if (address.contains(":")) {
                address = "";
            }
            if (address.isEmpty() || port.isEmpty()) {
                throw new RuntimeFailure("Use --page-server ADDRESS:PORT to specify page server");
            }
            try {
                int number = Integer.parseInt(port);
                if (number > 0 && number <= LAST_PORT) {
                    return new PageServer(address, number);
                }
            } catch (NumberFormatException wrong) {
                // The sentence is the same as for a number that is none of a port.
            }
            throw new RuntimeFailure("Invalid port number");
        }
    }

    static CriuFlags of(Context context) throws RuntimeFailure {
        Words words = context.words();
        Invocation invocation = context.invocation();
        Optional<String> server = words.text("page-server");
        Optional<String> mode = words.text("manage-cgroups-mode");
        for (String namespace : words.all("empty-ns")) {
            if (!namespace.equals("network")) {
                throw new RuntimeFailure("namespace " + GoJson.quoted(namespace) + " is not supported");
            }
        }
        return new CriuFlags(
                Paths.absolute(invocation, words.text("image-path").orElse(DEFAULT_IMAGES)),
                words.text("work-path").map(path -> Paths.absolute(invocation, path)),
                parent(words),
                server.isPresent() ? Optional.of(PageServer.parse(server.get())) : Optional.empty(),
                mode.isPresent() ? Optional.of(mode(mode.get())) : Optional.empty(),
                switches(words),
                words.on("pre-dump"),
                words.number("status-fd").stream().filter(number -> number >= 0).findFirst());
    }

    private static Optional<String> parent(Words words) throws RuntimeFailure {
        Optional<String> parent = words.text("parent-path");
        if (parent.filter(path -> path.startsWith("/")).isPresent()) {
            throw new RuntimeFailure("--parent-path must be relative");
        }
        return parent;
    }

    private static CgroupsMode mode(String word) throws RuntimeFailure {
        Optional<CgroupsMode> mode = CgroupsMode.of(word);
        if (mode.isEmpty()) {
            throw new RuntimeFailure("Invalid manage cgroups mode");
        }
        return mode.get();
    }

    private static List<CriuSwitch> switches(Words words) {
        List<CriuSwitch> on = new ArrayList<>();
        add(on, words, "leave-running", CriuSwitch.LEAVE_RUNNING);
        add(on, words, "tcp-established", CriuSwitch.TCP_ESTABLISHED);
        add(on, words, "ext-unix-sk", CriuSwitch.EXTERNAL_UNIX_SOCKETS);
        add(on, words, "shell-job", CriuSwitch.SHELL_JOB);
        add(on, words, "lazy-pages", CriuSwitch.LAZY_PAGES);
        add(on, words, "file-locks", CriuSwitch.FILE_LOCKS);
        add(on, words, "auto-dedup", CriuSwitch.AUTO_DEDUP);
        return on;
    }

    private static void add(List<CriuSwitch> on, Words words, String flag, CriuSwitch option) {
        if (words.on(flag)) {
            on.add(option);
        }
    }

    boolean on(CriuSwitch option) {
        return switches.contains(option);
    }

    String logFolder() {
        return work.orElse(images);
    }
}
