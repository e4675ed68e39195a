package sampan.core.plan;

import java.util.List;
import java.util.Optional;
import sampan.core.config.ConfigJson;
import sampan.core.config.SecurityConfig;
import sampan.core.error.EngineException;

/**
 * {@code --security-opt}, read.
 *
 * @param noNewPrivileges empty: as the engine is set up
 * @param apparmor a profile's name or {@code unconfined}; empty: the default
 * @param seccomp a profile's JSON, {@code unconfined} or {@code builtin}; empty: the default
 */
public record SecurityOptions(Optional<Boolean> noNewPrivileges, Optional<String> apparmor, Optional<String> seccomp) {
    static final String UNCONFINED = "unconfined";

    /** Docker's forms: {@code key=value}, the older {@code key:value}, and {@code no-new-privileges} alone. */
    public static SecurityOptions parse(List<String> options) {
        Optional<Boolean> noNewPrivileges = Optional.empty();
        Optional<String> apparmor = Optional.empty();
        Optional<String> seccomp = Optional.empty();
        for (String option : options) {
            if (option.equals("no-new-privileges")) {
                noNewPrivileges = Optional.of(true);
                continue;
            }
            String[] parts = split(option);
            switch (parts[0]) {
                case "label", "writable-cgroups" -> {} // no SELinux here: as Docker does on such a host
                case "apparmor" -> apparmor = Optional.of(parts[1]);
                case "seccomp" -> seccomp = Optional.of(parts[1]);
                case "no-new-privileges" -> noNewPrivileges = Optional.of(flag(option, parts[1]));
                default -> throw invalid(option);
            }
        }
        return new SecurityOptions(noNewPrivileges, apparmor, seccomp);
    }

    /** A profile asked for by name, else the engine's, which a privileged container does not have; empty on a host without AppArmor. */
    public static Optional<String> apparmorProfile(SecurityConfig security, HostFacts facts) {
        if (!facts.apparmor()) {
            return Optional.empty();
        }
        Optional<String> usual = security.privileged() ? Optional.of(UNCONFINED) : facts.apparmorProfile();
        return parse(security.securityOpt())
                .apparmor()
                .filter(name -> !name.isEmpty())
                .or(() -> usual);
    }

    private static String[] split(String option) {
        int at = option.indexOf('=');
        if (at < 0) {
            at = option.indexOf(':');
        }
        if (at < 0) {
            throw new EngineException.InvalidArgument("invalid --security-opt 1: \"" + option + "\"");
        }
        return new String[] {option.substring(0, at), option.substring(at + 1)};
    }

    private static boolean flag(String option, String value) {
        return switch (value) {
            case "true", "1", "t", "T", "TRUE", "True" -> true;
            case "false", "0", "f", "F", "FALSE", "False" -> false;
            default -> throw invalid(option);
        };
    }

    private static EngineException invalid(String option) {
        return new EngineException.InvalidArgument(
                "invalid --security-opt 2: " + ConfigJson.MAPPER.writeValueAsString(option));
    }
}
