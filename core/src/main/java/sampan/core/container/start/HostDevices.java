package sampan.core.container.start;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sampan.core.caller.HostFiles;
import sampan.core.config.DeviceMapping;
import sampan.core.config.HostConfig;
import sampan.core.config.Resources;
import sampan.core.error.EngineException;
import sampan.core.plan.PlanRequest.DeviceNumber;
import sampan.core.plan.PlanRequest.HostDevice;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Devices;
import sampan.kernel.file.Directory;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.FileType;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Stat;

/** Devices of the host that were asked for by path, looked at with the caller's rights. */
final class HostDevices {
    /** Of what --privileged shows: not what the container has itself. */
    private static final Set<String> OWN = Set.of("pts", "shm", "fd", "mqueue", "console", "ptmx");

    private static final Set<String> DEFAULT = Set.of("null", "zero", "full", "random", "urandom", "tty");
    private static final String ALL = "rwm";

    private final HostFiles files;

    HostDevices(HostFiles files) {
        this.files = files;
    }

    List<HostDevice> of(HostConfig host) {
        List<HostDevice> devices = new ArrayList<>();
        if (host.security().privileged()) {
            everything(devices);
        }
        for (DeviceMapping mapping : host.resources().devices()) {
            try {
                add(mapping, devices);
            } catch (SyscallException e) {
                throw failure(mapping.pathOnHost(), Errno.sentence(e.errno()));
            } catch (IOException e) {
                throw failure(mapping.pathOnHost(), String.valueOf(e.getMessage()));
            }
        }
        return devices;
    }

    /** The numbers of all devices named in block I/O limits. */
    Map<String, DeviceNumber> numbers(Resources resources) {
        Map<String, DeviceNumber> numbers = new HashMap<>();
        resources.blkioWeightDevice().forEach(device -> numbers.computeIfAbsent(device.path(), this::number));
        resources.blkioDeviceReadBps().forEach(device -> numbers.computeIfAbsent(device.path(), this::number));
        resources.blkioDeviceWriteBps().forEach(device -> numbers.computeIfAbsent(device.path(), this::number));
        resources.blkioDeviceReadIops().forEach(device -> numbers.computeIfAbsent(device.path(), this::number));
        resources.blkioDeviceWriteIops().forEach(device -> numbers.computeIfAbsent(device.path(), this::number));
        return numbers;
    }

    private DeviceNumber number(String path) {
        try (Fd device = files.open(path, OpenFlags.O_PATH, 0)) {
            FileStatus status = Stat.of(device);
            if (status.type() != FileType.BLOCK_DEVICE) {
                throw new EngineException.InvalidArgument(path + " is not a block device");
            }
            return number(status);
        } catch (SyscallException e) {
            throw new EngineException.InvalidArgument("stat " + path + ": " + Errno.sentence(e.errno()));
        } catch (IOException e) {
            throw new EngineException.SystemError("cannot look at " + path, e);
        }
    }

    private void add(DeviceMapping mapping, List<HostDevice> devices) throws IOException {
        String target = mapping.pathInContainer().isEmpty() ? mapping.pathOnHost() : mapping.pathInContainer();
        String permissions = mapping.cgroupPermissions().isEmpty() ? ALL : mapping.cgroupPermissions();
        try (Fd device = files.open(mapping.pathOnHost(), OpenFlags.O_PATH, 0)) {
            FileStatus status = Stat.of(device);
            int before = devices.size();
            if (isDevice(status)) {
                devices.add(device(target, status, permissions));
            } else if (status.isDirectory()) {
                below(device, target, permissions, devices);
            }
            if (devices.size() == before) {
                throw failure(mapping.pathOnHost(), "not a device node");
            }
        }
    }

    private static void below(Fd folder, String target, String permissions, List<HostDevice> devices)
            throws IOException {
        try (Fd readable = Open.again(folder, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY)) {
            for (Directory.Entry entry : Directory.list(readable)) {
                FileStatus status = Stat.at(readable, entry.name());
                String path = target + "/" + entry.text();
                if (isDevice(status)) {
                    devices.add(device(path, status, permissions));
                } else if (status.isDirectory()) {
                    try (Fd inner = Open.at(readable, entry.name(), OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW, 0)) {
                        below(inner, path, permissions, devices);
                    }
                }
            }
        }
    }

    private static void everything(List<HostDevice> devices) {
        try (Fd dev = Open.open(Path.of("/dev"), OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY)) {
            for (Directory.Entry entry : Directory.list(dev)) {
                String name = entry.text();
                if (OWN.contains(name) || DEFAULT.contains(name)) {
                    continue;
                }
                FileStatus status = Stat.at(dev, entry.name());
                if (isDevice(status)) {
                    devices.add(device("/dev/" + name, status, ALL));
                } else if (status.isDirectory()) {
                    try (Fd inner = Open.at(dev, entry.name(), OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW, 0)) {
                        below(inner, "/dev/" + name, ALL, devices);
                    }
                }
            }
        } catch (IOException e) {
            throw new EngineException.SystemError("cannot list the host's devices", e);
        }
    }

    private static boolean isDevice(FileStatus status) {
        return status.type() == FileType.BLOCK_DEVICE || status.type() == FileType.CHARACTER_DEVICE;
    }

    private static HostDevice device(String path, FileStatus status, String permissions) {
        char type = status.type() == FileType.BLOCK_DEVICE ? 'b' : 'c';
        return new HostDevice(path, type, number(status), status.mode(), status.uid(), status.gid(), permissions);
    }

    private static DeviceNumber number(FileStatus status) {
        return new DeviceNumber(Devices.major(status.special()), Devices.minor(status.special()));
    }

    private static EngineException failure(String path, String reason) {
        return new EngineException.InvalidArgument(
                "error gathering device information while adding custom device \"" + path + "\": " + reason);
    }
}
