package sampan.core;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import sampan.oci.image.Digest;

/**
 * Where an engine lives.
 *
 * @param dataRoot images, containers, volumes: survives a reboot
 * @param execRoot sockets: does not need to
 * @param cgroupParent where this engine makes a cgroup of its own, and in it those of its containers, unless they say otherwise: a path from the root of each hierarchy
 */
public record EngineOptions(Path dataRoot, Path execRoot, String cgroupParent) {
    public EngineOptions {
        dataRoot = dataRoot.toAbsolutePath().normalize();
        execRoot = execRoot.toAbsolutePath().normalize();
    }

    /** Tells engines of one machine apart in what they share: cgroups, names of networks. */
    public static String rootId(Path dataRoot) {
        return Digest.sha256(dataRoot.toString().getBytes(StandardCharsets.UTF_8))
                .hex()
                .substring(0, 8);
    }

    /** Everything under one folder. */
    public static EngineOptions in(Path folder) {
        Path root = folder.toAbsolutePath().normalize();
        return new EngineOptions(root, root.resolve("run"), "/sampan");
    }
}
