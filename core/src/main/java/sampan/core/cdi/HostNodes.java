package sampan.core.cdi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sampan.core.cdi.ContainerEdits.DeviceNode;
import sampan.core.cdi.ContainerEdits.Mount;
import sampan.core.error.EngineException;
import sampan.kernel.Fd;
import sampan.kernel.file.Devices;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.FileType;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Stat;

/** Looks up on the host what a specification leaves open: which device a path is, and where links lead. The paths are the administrator's. */
final class HostNodes {
    private HostNodes() {}

    static ContainerEdits complete(ContainerEdits edits) {
        List<DeviceNode> nodes = new ArrayList<>();
        edits.deviceNodes().forEach(node -> nodes.add(node.isComplete() ? node : found(node)));
        List<Mount> mounts = new ArrayList<>();
        edits.mounts().forEach(mount -> mounts.add(found(mount)));
        return new ContainerEdits(
                edits.env(),
                nodes,
                edits.hooks(),
                mounts,
                edits.additionalGids(),
                edits.intelRdt(),
                edits.netDevices());
    }

    private static DeviceNode found(DeviceNode node) {
        try (Fd device = Open.open(Path.of(node.source()), OpenFlags.O_PATH)) {
            FileStatus status = Stat.of(device);
            String type = type(status);
            if (type.isEmpty() || !(node.type().isEmpty() || node.type().equals(type))) {
                throw failure(node.source(), "not a device node" + (type.isEmpty() ? "" : " of type " + node.type()));
            }
            return new DeviceNode(
                    node.path(),
                    node.hostPath(),
                    type,
                    Devices.major(status.special()),
                    Devices.minor(status.special()),
                    node.fileMode(),
                    node.permissions(),
                    node.uid(),
                    node.gid());
        } catch (IOException e) {
            throw failure(node.source(), String.valueOf(e.getMessage()));
        }
    }

    private static String type(FileStatus status) {
        FileType type = status.type();
        return type == FileType.CHARACTER_DEVICE
                ? "c"
                : type == FileType.BLOCK_DEVICE ? "b" : type == FileType.FIFO ? "p" : "";
    }

    private static Mount found(Mount mount) {
        if (!Injection.isBind(mount)) {
            return mount;
        }
        try {
            String real = Path.of(mount.hostPath()).toRealPath().toString();
            return new Mount(real, mount.containerPath(), mount.options(), mount.type());
        } catch (IOException e) {
            throw failure(mount.hostPath(), "no such file or directory");
        }
    }

    private static EngineException failure(String path, String reason) {
        return new EngineException.InvalidArgument(
                "CDI device injection failed: failed to inject devices: " + path + ": " + reason);
    }
}
