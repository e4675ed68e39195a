package sampan.runtime.launch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sampan.kernel.Errno;
import sampan.oci.spec.Implements;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Blame;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Label;
import sampan.runtime.program.Script;
import sampan.runtime.program.Step;
import sampan.runtime.program.Syscall;

/**
 * <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md#process">config.md#process</a>, the program itself.
 *
 * <p>The search through PATH is unrolled: one execve(2) for each folder. Only when all have failed is it found out why.
 */
@Implements(
        value = "config.md#process",
        properties = {"process.args", "process.env"})
final class Execution {
    private static final String USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final int[] NOT_HERE = {Errno.ENOENT, Errno.EACCES, Errno.ENOTDIR, Errno.ELOOP, Errno.ENAMETOOLONG};

    private Execution() {}

    static void compile(Launch launch) {
        List<String> args = launch.process().args();
        if (args.isEmpty()) {
            throw new InvalidSpecException("args must not be empty");
        }
        List<String> env = lastOfEach(launch.process().env());
        if (Stream.concat(args.stream(), env.stream()).anyMatch(word -> word.indexOf('\0') >= 0)) {
            throw new InvalidSpecException("args and env must not contain a NUL");
        }
        String name = args.getFirst();
        launch.script().purpose("run " + name, "with nothing but its own arguments and environment", "execve(2)");
        Argument argv = Argument.of(Buffer.vector(args, args.toString()));
        Argument envp = Argument.of(Buffer.vector(env, "[" + env.size() + " variables]"));
        if (Handover.gated(launch)) {
            LateRefusal.compile(launch, name.contains("/") ? List.of(name) : candidates(name, env), argv, envp);
        }
        if (name.contains("/")) {
            named(launch, name, argv, envp);
        } else {
            searched(launch, candidates(name, env), argv, envp);
            launch.script().call(Syscall.EXECVE, Argument.of(""), argv, envp).blame(new Blame.Unfound(name));
        }
    }

    /** Of a variable that is there twice the last value counts, in the first one's place: getenv(3) would find the first. */
    static List<String> lastOfEach(List<String> env) {
        Map<String, String> byName = new LinkedHashMap<>();
        env.forEach(variable -> byName.put(variable.split("=", 2)[0], variable));
        return List.copyOf(byName.values());
    }

    /** Whether there is anything to run, asked while somebody still waits for the answer, if the filter lets it be asked. */
    static void look(Launch launch) {
        for (Syscall asking : List.of(Syscall.FACCESSAT2, Syscall.FACCESSAT)) {
            if (Confinement.lets(launch, asking)) {
                look(launch, asking);
                return;
            }
        }
    }

    private static void look(Launch launch, Syscall asking) {
        List<String> args = launch.process().args();
        if (args.isEmpty()) {
            throw new InvalidSpecException("args must not be empty");
        }
        String name = args.getFirst();
        Script script = launch.script();
        script.purpose("is there a program", "who creates the container hears of a missing one", "access(2)");
        if (name.contains("/")) {
            access(script, asking, name).blame(new Blame.Unexecutable(name));
            noFolder(launch, asking, name);
            return;
        }
        Label found = script.label();
        for (String candidate : candidates(name, launch.process().env())) {
            access(script, asking, candidate).tolerateAll().thenTo(found);
        }
        access(script, asking, "").blame(new Blame.Unfound(name));
        script.place(found);
    }

    /** A folder may be searched, which is what access(2) says of it, but not run. */
    private static void noFolder(Launch launch, Syscall asking, String name) {
        Script script = launch.script();
        Label fine = script.label();
        access(script, asking, name + "/").tolerateAll().elseTo(fine);
        script.call(Syscall.EXECVE, Argument.of(name), Argument.NULL, Argument.NULL)
                .blame(new Blame.Unexecutable(name));
        script.place(fine);
    }

    private static void named(Launch launch, String name, Argument argv, Argument envp) {
        Script script = launch.script();
        Label missing = script.label();
        execve(script, name, argv, envp).tolerate(Errno.ENOENT).blame(new Blame.Unexecutable(name));
        // The file is there, but what it names in its first line, or its loader, is not.
        access(script, Syscall.FACCESSAT2, name).tolerateAll().elseTo(missing);
        execve(script, name, argv, envp).blame(new Blame.Unrunnable(name));
        script.place(missing);
        execve(script, name, argv, envp).blame(new Blame.Unexecutable(name));
    }

    private static void searched(Launch launch, List<String> candidates, Argument argv, Argument envp) {
        Script script = launch.script();
        for (String candidate : candidates) {
            execve(script, candidate, argv, envp).tolerate(NOT_HERE).blame(new Blame.Unrunnable(candidate));
        }
        for (String candidate : candidates) {
            Label next = script.label();
            access(script, Syscall.FACCESSAT2, candidate).tolerateAll().elseTo(next);
            // A folder may be searched, but not run.
            execve(script, candidate, argv, envp).tolerate(Errno.EACCES).blame(new Blame.Unrunnable(candidate));
            script.place(next);
        }
    }

    private static Step execve(Script script, String path, Argument argv, Argument envp) {
        return script.call(Syscall.EXECVE, Argument.of(path), argv, envp);
    }

    /** The older call asks for the real user, who is the effective one by now, too. */
    private static Step access(Script script, Syscall asking, String path) {
        Argument how = asking == Syscall.FACCESSAT2 ? Symbol.AT_EACCESS.argument() : Argument.of(0);
        return script.call(asking, Argument.AT_FDCWD, Argument.of(path), Symbol.X_OK.argument(), how);
    }

    static List<String> candidates(String name, List<String> env) {
        List<String> candidates = new ArrayList<>();
        if (name.isEmpty()) {
            return candidates;
        }
        String path = env.stream()
                .filter(variable -> variable.startsWith("PATH="))
                .reduce((_, last) -> last)
                .map(variable -> variable.substring("PATH=".length()))
                .orElse(USUAL_PATH);
        for (String folder : path.split(":", -1)) {
            candidates.add(folder.isEmpty() ? "./" + name : folder + "/" + name);
        }
        return candidates;
    }
}
