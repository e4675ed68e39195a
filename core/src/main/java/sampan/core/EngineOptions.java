package sampan.core;

import java.nio.file.Path;

/**
 * Where an engine lives.
 *
 * @param dataRoot images, containers, volumes: survives a reboot
 * @param execRoot sockets: does not need to
 * @param cgroupParent where containers' cgroups are made, unless they say otherwise: a path from the root of each hierarchy
 */
public record EngineOptions(Path dataRoot, Path execRoot, String cgroupParent) {
    public EngineOptions {
        dataRoot = dataRoot.toAbsolutePath().normalize();
        execRoot = execRoot.toAbsolutePath().normalize();
    }

    /** Everything under one folder. */
    public static EngineOptions in(Path folder) {
        return new EngineOptions(folder, folder.resolve("run"), "/sampan");
    }
}
