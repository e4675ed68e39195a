package sampan.core.config;

import java.util.List;

/**
 * What an engine may be told anew while it runs, and shows in {@code info}.
 *
 * @param labels {@code key=value}
 * @param liveRestore containers go on when the engine is told to end
 * @param debug it tells more
 * @param authorization names of the plugins that decide about requests
 */
public record EngineSettings(
        ContainerDefaults defaults,
        RegistrySettings registries,
        List<String> labels,
        boolean liveRestore,
        boolean debug,
        boolean experimental,
        List<String> authorization) {
    public static final EngineSettings USUAL = new EngineSettings(
            ContainerDefaults.USUAL, RegistrySettings.USUAL, List.of(), true, false, false, List.of());

    public EngineSettings {
        labels = List.copyOf(labels);
        authorization = List.copyOf(authorization);
    }
}
