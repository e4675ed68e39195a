package sampan.core.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sampan.core.config.ContainerConfig;
import sampan.core.config.ContainerConfigBuilder;
import sampan.core.config.Healthcheck;
import sampan.core.error.EngineException;
import sampan.oci.image.ContainerDefaults;

/** What a container takes from its image: Docker's rules, field by field. Nothing of the host's configuration comes from an image. */
public final class ImageDefaults {
    private ImageDefaults() {}

    /** The caller's configuration, filled up with the image's. */
    public static ContainerConfig merge(ContainerConfig asked, ContainerDefaults image) {
        ContainerConfigBuilder merged = asked.toBuilder();
        merged.user(first(asked.user(), image.user()));
        merged.env(env(asked.env(), image.env()));
        merged.workingDir(first(asked.workingDir(), image.workingDir()));
        merged.stopSignal(first(asked.stopSignal(), image.stopSignal()));
        merged.shell(asked.shell().isEmpty() ? image.shell() : asked.shell());
        merged.volumes(withKeys(asked.volumes(), image.volumes()));
        merged.exposedPorts(withKeys(asked.exposedPorts(), image.exposedPorts()));
        merged.labels(labels(asked.labels(), image.labels()));
        merged.onBuild(image.onBuild());
        command(merged, asked, image);
        healthcheck(merged, asked, image);
        return merged.build();
    }

    /** The whole command: entry point, then arguments. */
    public static List<String> command(ContainerConfig config) {
        List<String> whole = new ArrayList<>(config.ownEntrypoint().orElse(List.of()));
        whole.addAll(config.cmd());
        if (whole.isEmpty()) {
            throw new EngineException.InvalidArgument("no command specified");
        }
        return whole;
    }

    /** Own arguments keep the image's entry point; an own entry point drops the image's arguments; {@code [""]} is none at all. */
    private static void command(ContainerConfigBuilder merged, ContainerConfig asked, ContainerDefaults image) {
        List<String> own = asked.ownEntrypoint().orElse(List.of());
        if (own.isEmpty()) {
            if (asked.cmd().isEmpty()) {
                merged.cmd(image.cmd());
            }
            if (asked.entrypoint() == null) {
                merged.entrypoint(image.entrypoint().isEmpty() ? null : image.entrypoint());
            }
        } else if (own.size() == 1 && own.getFirst().isEmpty()) {
            merged.entrypoint(null);
        }
    }

    private static void healthcheck(ContainerConfigBuilder merged, ContainerConfig asked, ContainerDefaults image) {
        if (image.healthcheck().isEmpty()) {
            return;
        }
        var check = image.healthcheck().get();
        Healthcheck own = asked.healthcheck() == null ? Healthcheck.EMPTY : asked.healthcheck();
        merged.healthcheck(new Healthcheck(
                own.test().isEmpty() ? check.test() : own.test(),
                first(own.interval(), check.interval()),
                first(own.timeout(), check.timeout()),
                first(own.startPeriod(), check.startPeriod()),
                first(own.startInterval(), check.startInterval()),
                own.retries() == 0 ? check.retries() : own.retries()));
    }

    private static long first(long asked, Duration image) {
        return asked == 0 ? image.toNanos() : asked;
    }

    private static String first(String asked, String image) {
        return asked.isEmpty() ? image : asked;
    }

    /** The image's variables follow, without those the caller set. */
    private static List<String> env(List<String> asked, List<String> image) {
        Set<String> names = new HashSet<>();
        asked.forEach(variable -> names.add(name(variable)));
        List<String> all = new ArrayList<>(asked);
        image.stream().filter(variable -> !names.contains(name(variable))).forEach(all::add);
        return all;
    }

    private static String name(String variable) {
        int equals = variable.indexOf('=');
        return equals < 0 ? variable : variable.substring(0, equals);
    }

    private static Map<String, Map<String, String>> withKeys(
            Map<String, Map<String, String>> asked, Set<String> image) {
        Map<String, Map<String, String>> all = new LinkedHashMap<>(asked);
        image.forEach(key -> all.putIfAbsent(key, Map.of()));
        return all;
    }

    private static Map<String, String> labels(Map<String, String> asked, Map<String, String> image) {
        Map<String, String> all = new LinkedHashMap<>(image);
        all.putAll(asked);
        return all;
    }
}
