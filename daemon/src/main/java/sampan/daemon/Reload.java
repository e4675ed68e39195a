package sampan.daemon;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import sampan.api.authorization.Plugin;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.ParsedFlags;
import sampan.core.Engine;
import sampan.core.config.EngineSettings;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.core.event.EventType;
import sampan.core.event.Subject;
import sampan.core.system.SystemReport;
import sampan.daemon.hook.EventHook;

/**
 * Reads the configuration file again and takes over what dockerd takes over: labels, debug, live restore, runtimes, and what is about registries, plus what new containers
 * are made with, the policy and the event hooks. A file that is wrong changes nothing. What the engine was started on stays: roots, sockets, networks, drivers.
 */
record Reload(ParsedFlags flags, Future<Daemon> opened) implements Runnable {
    @Override
    public void run() {
        try {
            Engine engine = opened.get().engine();
            Settings read = new Settings(flags, ConfigFile.read(flags));
            EngineSettings settings = EngineWishes.checked(read);
            List<EventHook> hooks = DaemonOptions.hooks(read);
            Plugin.check(settings.authorization());
            opened.get().readPolicy();
            opened.get().listen(hooks);
            engine.change(settings);
            logger().log(Level.INFO, "the configuration was read again");
            SystemReport report = engine.report();
            Subject self = new Subject(
                    EventType.DAEMON,
                    report.id(),
                    Map.of("name", report.machine().name()));
            engine.events().publish(self, Action.RELOAD, attributes(settings));
        } catch (InvalidValue | EngineException | ExecutionException wrong) {
            logger().log(Level.ERROR, "the configuration stays as it was: " + wrong.getMessage());
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, String> attributes(EngineSettings settings) {
        return Map.of(
                "authorization-plugins", list(settings.authorization()),
                "debug", String.valueOf(settings.debug()),
                "labels", list(settings.labels()),
                "live-restore", String.valueOf(settings.liveRestore()),
                "insecure-registries", list(settings.registries().insecure()),
                "registry-mirrors", list(settings.registries().mirrors()),
                "max-concurrent-downloads", String.valueOf(settings.registries().downloads()),
                "max-concurrent-uploads", String.valueOf(settings.registries().uploads()),
                "default-shm-size", String.valueOf(settings.defaults().shmSize()));
    }

    /** Not a constant: this is loaded before the first caller is answered, and the first logger takes longer than that. */
    private static Logger logger() {
        return System.getLogger(Reload.class.getName());
    }

    private static String list(List<String> values) {
        return values.isEmpty() ? "[]" : "[\"" + String.join("\",\"", values) + "\"]";
    }
}
