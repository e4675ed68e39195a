package sampan.daemon;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import sampan.cli.flag.InvalidValue;
import sampan.core.Engine;
import sampan.core.config.ContainerDefaults;
import sampan.core.config.EngineSettings;
import sampan.core.config.LogConfig;
import sampan.core.config.RegistrySettings;

/** What dockerd's flags say of containers and registries, checked as dockerd checks it. */
final class EngineWishes {
    private static final Set<String> OWN_RUNTIMES = Set.of("runc", "sampan");
    private static final String OWN_PROGRAM = "sampan-runtime";
    private static final String SECCOMP = "seccomp=";

    private EngineWishes() {}

    /** InvalidArgument when no container could be made with them. */
    static EngineSettings checked(Settings settings) throws InvalidValue {
        EngineSettings wishes = of(settings);
        Engine.check(wishes);
        return wishes;
    }

    private static EngineSettings of(Settings settings) throws InvalidValue {
        return new EngineSettings(
                defaults(settings),
                registries(settings),
                settings.values(DockerdFlags.LABEL),
                settings.on(DockerdFlags.LIVE_RESTORE, true),
                settings.on(DaemonFlags.DEBUG, false),
                settings.on(DockerdFlags.EXPERIMENTAL, false),
                settings.values(DaemonFlags.AUTHORIZATION_PLUGIN).stream()
                        .distinct()
                        .toList());
    }

    private static ContainerDefaults defaults(Settings settings) throws InvalidValue {
        return new ContainerDefaults(
                log(settings),
                settings.values(DockerdFlags.ULIMIT),
                settings.value(DockerdFlags.SHM_SIZE).orElse(0L),
                settings.value(DockerdFlags.IPC_MODE).orElse(""),
                settings.value(DockerdFlags.CGROUPNS_MODE).orElse(""),
                settings.on(DockerdFlags.INIT, false),
                security(settings),
                new ContainerDefaults.Names(
                        settings.values(DockerdFlags.DNS),
                        settings.values(DockerdFlags.DNS_OPT),
                        settings.values(DockerdFlags.DNS_SEARCH)),
                runtimes(settings));
    }

    private static LogConfig log(Settings settings) {
        Map<String, String> options = new TreeMap<>();
        for (String option : settings.values(DockerdFlags.LOG_OPT)) {
            options.put(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
        }
        return new LogConfig(settings.value(DockerdFlags.LOG_DRIVER).orElse(""), options);
    }

    private static List<String> security(Settings settings) throws InvalidValue {
        List<String> options = new ArrayList<>();
        if (settings.on(DockerdFlags.NO_NEW_PRIVILEGES, false)) {
            options.add("no-new-privileges");
        }
        Optional<String> profile = settings.value(DockerdFlags.SECCOMP_PROFILE);
        if (profile.isPresent()) {
            String name = profile.get();
            try {
                boolean word = Set.of("", "builtin", "default", "unconfined").contains(name);
                options.add(SECCOMP + (word ? name.replace("default", "builtin") : Files.readString(Path.of(name))));
            } catch (IOException unreadable) {
                throw new InvalidValue(
                        "opening seccomp profile (" + name + ") failed: open " + name + ": no such file or directory");
            }
        }
        return options;
    }

    private static ContainerDefaults.Runtimes runtimes(Settings settings) throws InvalidValue {
        Set<String> names = new HashSet<>(OWN_RUNTIMES);
        for (String runtime : settings.values(DockerdFlags.ADD_RUNTIME)) {
            int equals = runtime.indexOf('=');
            String name = runtime.substring(0, equals);
            Path program = Path.of(runtime.substring(equals + 1));
            if (OWN_RUNTIMES.contains(name)) {
                throw new InvalidValue("runtime name '" + name + "' is reserved");
            }
            if (!OWN_PROGRAM.equals(String.valueOf(program.getFileName()))) {
                throw new InvalidValue(
                        "the runtime " + name + " (" + program + ") cannot be used: Sampan starts containers"
                                + " itself, and only " + OWN_PROGRAM + " can have other names");
            }
            names.add(name);
        }
        String usual = settings.value(DockerdFlags.DEFAULT_RUNTIME).orElse("sampan");
        if (!names.contains(usual)) {
            throw new InvalidValue("specified default runtime '" + usual + "' does not exist");
        }
        names.remove("sampan");
        return new ContainerDefaults.Runtimes(usual, names);
    }

    private static RegistrySettings registries(Settings settings) throws InvalidValue {
        for (String mirror : settings.values(DockerdFlags.MIRROR)) {
            checkMirror(mirror);
        }
        List<String> insecure = new ArrayList<>();
        for (String name : settings.values(DockerdFlags.INSECURE_REGISTRY)) {
            String plain = name.toLowerCase(Locale.ROOT).replaceFirst("^https?://", "");
            if (plain.isEmpty() || plain.contains("://")) {
                throw new InvalidValue("insecure registry " + name + " should not contain '://'");
            }
            insecure.add(plain);
        }
        return new RegistrySettings(
                settings.values(DockerdFlags.MIRROR),
                insecure,
                number(settings.value(DockerdFlags.DOWNLOADS), RegistrySettings.USUAL.downloads()),
                number(settings.value(DockerdFlags.UPLOADS), RegistrySettings.USUAL.uploads()),
                number(settings.value(DockerdFlags.ATTEMPTS), RegistrySettings.USUAL.attempts()),
                ProxySettings.of(settings));
    }

    /** 0 is the usual. */
    private static int number(Optional<Long> asked, int usual) {
        return asked.filter(count -> count > 0).map(Math::toIntExact).orElse(usual);
    }

    private static void checkMirror(String mirror) throws InvalidValue {
        URI uri;
        try {
            uri = URI.create(mirror);
        } catch (IllegalArgumentException malformed) {
            throw new InvalidValue("invalid mirror: \"" + mirror + "\" is not a valid URI");
        }
        String scheme = String.valueOf(uri.getScheme());
        if (!Set.of("http", "https").contains(scheme)) {
            throw new InvalidValue("invalid mirror: unsupported scheme \"" + (uri.getScheme() == null ? "" : scheme)
                    + "\" in \"" + mirror + "\"");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null || uri.getRawAuthority() == null) {
            throw new InvalidValue("invalid mirror: query or fragment at end of the URI \"" + mirror + "\"");
        }
    }
}
