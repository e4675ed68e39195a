package sampan.cli.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.ParsedFlags;
import sampan.cli.value.KeyValue;
import sampan.cli.value.NamespaceMode;
import sampan.core.config.ConfigJson;
import sampan.core.config.HostConfigBuilder;
import sampan.core.error.Quoted;
import tools.jackson.core.JacksonException;

/** What it may do, and which namespaces it shares. */
final class SecurityFlags {
    private static final Flag<String> CAP_ADD = Flag.list("cap-add", "Add Linux capabilities");
    private static final Flag<String> CAP_DROP = Flag.list("cap-drop", "Drop Linux capabilities");
    private static final Flag<String> CGROUPNS = Flag.text("cgroupns", "Cgroup namespace: 'host' or 'private'");
    private static final Flag<String> GROUP_ADD = Flag.list("group-add", "Additional groups of the user");
    private static final Flag<String> IPC =
            Flag.text("ipc", "IPC namespace: 'private', 'shareable', 'host', 'none' or 'container:<name|id>'");
    private static final Flag<Long> OOM_SCORE_ADJ =
            Flag.number("oom-score-adj", "How likely the kernel kills it when memory runs out (-1000 to 1000)");
    private static final Flag<String> PID = Flag.text("pid", "PID namespace: 'host' or 'container:<name|id>'");
    private static final Flag<Boolean> PRIVILEGED =
            Flag.bool("privileged", "Let it do nearly all that the host's root can");
    private static final Flag<String> SECURITY_OPT =
            Flag.list("security-opt", "Seccomp profile, no-new-privileges, AppArmor label, systempaths");
    private static final Flag<String> SYSCTL =
            Flag.of("sysctl", "map", "Kernel parameters of its namespaces", KeyValue::sysctl);
    private static final Flag<String> USERNS = Flag.text("userns", "User namespace: 'host'");
    private static final Flag<String> UTS = Flag.text("uts", "UTS namespace: 'host'");

    static final List<Flag<?>> ALL = List.of(
            CAP_ADD,
            CAP_DROP,
            CGROUPNS,
            GROUP_ADD,
            IPC,
            OOM_SCORE_ADJ,
            PID,
            PRIVILEGED,
            SECURITY_OPT,
            SYSCTL,
            USERNS,
            UTS);

    private static final String SECCOMP = "seccomp=";
    private static final String NO_NEW_PRIVILEGES = "no-new-privileges";

    private SecurityFlags() {}

    static void apply(ParsedFlags flags, Invoker invoker, HostConfigBuilder host) throws IOException, InvalidValue {
        List<String> options = new ArrayList<>();
        for (String option : flags.values(SECURITY_OPT)) {
            option(option, invoker, host, options);
        }
        long oomScore = flags.value(OOM_SCORE_ADJ).orElse(0L);
        host.capAdd(flags.values(CAP_ADD))
                .capDrop(flags.values(CAP_DROP))
                .groupAdd(flags.values(GROUP_ADD))
                .oomScoreAdj(Math.clamp(oomScore, Integer.MIN_VALUE, Integer.MAX_VALUE))
                .privileged(flags.on(PRIVILEGED))
                .securityOpt(options)
                .sysctls(KeyValue.map(flags.values(SYSCTL)))
                .cgroupnsMode(NamespaceMode.cgroup(flags.value(CGROUPNS).orElse("")))
                .ipcMode(flags.value(IPC).orElse(""))
                .pidMode(NamespaceMode.pid(flags.value(PID).orElse("")))
                .usernsMode(NamespaceMode.user(flags.value(USERNS).orElse("")))
                .utsMode(NamespaceMode.uts(flags.value(UTS).orElse("")));
    }

    private static void option(String given, Invoker invoker, HostConfigBuilder host, List<String> options)
            throws IOException, InvalidValue {
        // The colon is how Docker 1.10 and earlier wrote it; a value may hold colons of its own.
        String option = given.indexOf('=') < 0 ? given.replaceFirst(":", "=") : given;
        if (option.equals("systempaths=unconfined")) {
            host.maskedPaths(List.of()).readonlyPaths(List.of());
        } else if (isValueless(option)) {
            throw new InvalidValue("Invalid --security-opt: " + Quoted.of(given));
        } else if (option.startsWith(SECCOMP)) {
            options.add(SECCOMP + profile(option.substring(SECCOMP.length()), invoker));
        } else {
            options.add(given);
        }
    }

    private static boolean isValueless(String option) {
        int equals = option.indexOf('=');
        String name = equals < 0 ? option : option.substring(0, equals);
        return !name.equals(NO_NEW_PRIVILEGES) && (equals < 0 || equals == option.length() - 1);
    }

    /** The engine gets the profile itself: it must not open the caller's files. */
    private static String profile(String name, Invoker invoker) throws IOException, InvalidValue {
        if (name.equals("unconfined") || name.equals("builtin")) {
            return name;
        }
        byte[] content;
        try {
            content = invoker.files().read(name);
        } catch (InvalidValue unreadable) {
            String why = unreadable.getMessage().replaceFirst("^open (.*: is a directory)$", "read $1");
            throw new InvalidValue("opening seccomp profile (" + name + ") failed: " + why);
        }
        try {
            return ConfigJson.MAPPER
                    .readTree(new String(content, StandardCharsets.UTF_8))
                    .toString();
        } catch (JacksonException malformed) {
            throw new InvalidValue(
                    "compacting json for seccomp profile (" + name + ") failed: " + malformed.getOriginalMessage());
        }
    }
}
