package sampan.runtime.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import sampan.oci.spec.Capabilities;
import sampan.oci.spec.ContainerProcess;
import sampan.oci.spec.IoPriority;
import sampan.oci.spec.Rlimit;
import sampan.oci.spec.Scheduler;
import sampan.oci.spec.User;
import sampan.runtime.launch.LaunchRequest;

/** The process of a container: limits by the shell's own ulimit, the rest by setpriv(1) and env(1). */
final class ShellProcess {
    /** What bash calls the limits, and its unit in bytes. */
    private static final Map<String, String> ULIMITS = Map.ofEntries(
            Map.entry("RLIMIT_CPU", "t 1"),
            Map.entry("RLIMIT_FSIZE", "f 1024"),
            Map.entry("RLIMIT_DATA", "d 1024"),
            Map.entry("RLIMIT_STACK", "s 1024"),
            Map.entry("RLIMIT_CORE", "c 1024"),
            Map.entry("RLIMIT_RSS", "m 1024"),
            Map.entry("RLIMIT_NPROC", "u 1"),
            Map.entry("RLIMIT_NOFILE", "n 1"),
            Map.entry("RLIMIT_MEMLOCK", "l 1024"),
            Map.entry("RLIMIT_AS", "v 1024"),
            Map.entry("RLIMIT_LOCKS", "x 1"),
            Map.entry("RLIMIT_SIGPENDING", "i 1"),
            Map.entry("RLIMIT_MSGQUEUE", "q 1"),
            Map.entry("RLIMIT_NICE", "e 1"),
            Map.entry("RLIMIT_RTPRIO", "r 1"));

    private static final int USUAL_UMASK = 022;

    private final LaunchRequest request;
    private final ContainerProcess process;
    private final ShellText text;

    ShellProcess(LaunchRequest request, ContainerProcess process, ShellText text) {
        this.request = request;
        this.process = process;
        this.text = text;
    }

    void write() {
        limits();
        unsaid();
        Integer umask = process.user().umask();
        text.section("The process: no rights but these, and its own environment.");
        text.line("umask " + String.format(Locale.ROOT, "%04o", umask == null ? USUAL_UMASK : umask));
        List<String> words = new ArrayList<>();
        process.env().forEach(words::add);
        words.addAll(process.args());
        // The shell's exec makes a path absolute, and that path is gone; this one leads to the current folder all the
        // same.
        text.line("exec /proc/self/cwd/$run ./setpriv " + String.join(" ", privileges()) + " $run ./env -i --chdir="
                + ShellText.quote(process.cwd()) + " " + ShellText.words(words));
    }

    private void limits() {
        text.section("Limits of the process.");
        Integer score = process.oomScoreAdj();
        if (score != null) {
            text.line("echo " + score + " > /proc/self/oom_score_adj");
        }
        for (Rlimit limit : process.rlimits()) {
            String known = ULIMITS.get(limit.type());
            if (known == null) {
                text.comment(limit.type() + " cannot be set by bash");
                continue;
            }
            long unit = Long.parseLong(known.substring(2));
            text.line("ulimit -H" + known.charAt(0) + " " + value(limit.hard(), unit) + " -S" + known.charAt(0) + " "
                    + value(limit.soft(), unit));
        }
    }

    private static String value(long value, long unit) {
        return value == Rlimit.INFINITY ? "unlimited" : Long.toUnsignedString(Long.divideUnsigned(value, unit));
    }

    /** What no such tool can do is said, not passed over. */
    private void unsaid() {
        if (request.seccomp().isPresent()) {
            text.comment("A seccomp filter belongs here; no shell tool loads one.");
        }
        Scheduler scheduler = process.scheduler();
        IoPriority io = process.ioPriority();
        if (scheduler != null) {
            text.comment("chrt(1) would set the scheduling policy " + scheduler.policy() + " here.");
        }
        if (io != null) {
            text.comment("ionice(1) would set the I/O priority " + io.kind() + " here.");
        }
    }

    private List<String> privileges() {
        User user = process.user();
        List<String> words = new ArrayList<>();
        words.add("--reuid " + user.uid() + " --regid " + user.gid());
        words.add(
                user.additionalGids().isEmpty()
                        ? "--clear-groups"
                        : "--groups "
                                + user.additionalGids().stream()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(",")));
        Capabilities given = process.capabilities();
        Capabilities capabilities = given == null ? Capabilities.NONE : given;
        words.add("--bounding-set=" + set(capabilities.bounding()));
        words.add("--inh-caps=" + set(capabilities.inheritable()));
        words.add("--ambient-caps=" + set(capabilities.ambient()));
        if (process.noNewPrivileges()) {
            words.add("--no-new-privs");
        }
        String profile = process.apparmorProfile();
        if (profile != null && !profile.isEmpty()) {
            words.add("--apparmor-profile " + ShellText.quote(profile));
        }
        return words;
    }

    private static String set(List<String> names) {
        return names.stream()
                .map(name -> ",+" + name.toLowerCase(Locale.ROOT).replaceFirst("^cap_", ""))
                .collect(Collectors.joining("", "-all", ""));
    }
}
