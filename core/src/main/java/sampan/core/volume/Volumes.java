package sampan.core.volume;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.core.event.Publisher;
import sampan.core.event.Subject;
import sampan.core.snapshot.LayeredRoot;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Chmod;
import sampan.kernel.file.Chown;
import sampan.kernel.file.Directory;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.Mkdir;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Utimens;
import sampan.kernel.mount.Mount;
import sampan.kernel.mount.Unmount;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;
import sampan.oci.layer.Reason;
import sampan.oci.store.Folders;
import sampan.oci.store.Trash;

/** The local volumes of a data root. */
public final class Volumes implements AutoCloseable {
    private static final String CONTENT = "_data";
    private static final int DIRECTORY = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;

    private final Path path;
    private final Fd folder;
    private final Trash trash;
    private final Clock clock;
    private final Publisher events;

    private Volumes(Path path, Fd folder, Trash trash, Clock clock, Publisher events) {
        this.events = events;
        this.path = path;
        this.folder = folder;
        this.trash = trash;
        this.clock = clock;
    }

    /** @param trash on the same file system; stays the caller's */
    public static Volumes open(Path dataRoot, Trash trash, Clock clock, Publisher events) {
        Path path = dataRoot.resolve("volumes");
        try {
            return new Volumes(path, Folders.open(path), trash, clock, events);
        } catch (IOException failed) {
            throw failure("cannot open the volumes in " + dataRoot, failed);
        }
    }

    private static EngineException failure(String what, IOException cause) {
        return new EngineException.SystemError(what + ": " + Reason.of(cause), null);
    }

    /** Makes a volume without a name of its own. */
    public Volume create() {
        return create(VolumeRequest.named(""));
    }

    /** The volume of this name, made with these labels if there is none. */
    public synchronized Volume create(String name, Map<String, String> labels) {
        return create(new VolumeRequest(name, labels, "", Map.of()));
    }

    /** The volume of this name as it is, or a new one, which is told of either way, as by Docker; errors are in its words. */
    public synchronized Volume create(VolumeRequest request) {
        return create(request, "");
    }

    /**
     * The same.
     *
     * @param owner of a new one
     */
    public synchronized Volume create(VolumeRequest request, String owner) {
        boolean anonymous = request.name().isEmpty();
        VolumeName name = anonymous ? VolumeName.random() : VolumeName.wanted(request.name());
        LocalDriver.check(request, "create " + name + ": ");
        Optional<Volume> existing = anonymous ? Optional.empty() : find(name);
        Volume volume = existing.isPresent() ? existing.get() : make(name, request, owner);
        events.publish(Subject.volume(volume.name().text()), Action.CREATE);
        return volume;
    }

    private Volume make(VolumeName name, VolumeRequest request, String owner) {
        boolean anonymous = request.name().isEmpty();
        Map<String, String> labels = new TreeMap<>(request.labels());
        if (anonymous) {
            labels.put("com.docker.volume.anonymous", "");
        }
        Volume volume = new Volume(
                name, mountpoint(name), labels, request.options(), clock.instant(), anonymous, owner, request.sent());
        byte[] bytes = name.text().getBytes(UTF_8);
        try {
            trash.discard(folder, bytes); // the remains of a making that was cut short
            Mkdir.at(folder, bytes, 0700);
            try (Fd made = Open.at(folder, bytes, DIRECTORY, 0)) {
                Mkdir.at(made, CONTENT, 0755);
                Chmod.at(made, CONTENT.getBytes(UTF_8), 0755);
                VolumeFile.write(made, volume);
            } catch (IOException failed) {
                trash.discard(folder, bytes);
                throw failed;
            }
            return volume;
        } catch (IOException failed) {
            throw failure("cannot create volume " + name, failed);
        }
    }

    private Path mountpoint(VolumeName name) {
        return path.resolve(name.text()).resolve(CONTENT);
    }

    /** @throws EngineException.NotFound {@code get x: no such volume} */
    public Volume find(String name) {
        return (VolumeName.isValid(name) ? find(new VolumeName(name)) : Optional.<Volume>empty())
                .orElseThrow(() -> new EngineException.NotFound("get " + name + ": no such volume"));
    }

    private Optional<Volume> find(VolumeName name) {
        try (Fd found = Open.at(folder, name.text(), DIRECTORY, 0)) {
            return VolumeFile.read(found, name, mountpoint(name));
        } catch (SyscallException failed) {
            if (failed.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw failure("cannot read volume " + name, failed);
        } catch (IOException failed) {
            throw failure("cannot read volume " + name, failed);
        }
    }

    /** Makes a volume with driver options what they say, until {@link #unmount}; SystemError in the kernel's words. */
    synchronized void mount(Volume volume) {
        NetworkShare share = share(volume);
        String device = share.device();
        Mount.Options options = Mount.Options.parse(share.options());
        try (Fd parent = Open.at(folder, volume.name().text(), DIRECTORY, 0)) {
            Mount.on(parent, CONTENT.getBytes(UTF_8), share.type(), device, options);
        } catch (SyscallException refused) {
            throw new EngineException.SystemError(
                    "error while mounting volume '" + volume.mountpoint()
                            + "': failed to mount local volume: mount " + device + ":" + volume.mountpoint()
                            + (options.flags() == 0 ? "" : ", flags: 0x" + Integer.toHexString(options.flags()))
                            + (options.data().isEmpty() ? "" : ", data: " + NetworkShare.withoutSecrets(options.data()))
                            + ": "
                            + Errno.sentence(refused.errno()),
                    null);
        }
    }

    private static NetworkShare share(Volume volume) {
        Map<String, String> options = volume.options();
        try {
            return NetworkShare.of(
                            options.getOrDefault("type", ""),
                            options.getOrDefault("device", ""),
                            options.getOrDefault("o", ""))
                    .resolved();
        } catch (UnknownHostException unknown) {
            throw new EngineException.SystemError(
                    "error while mounting volume '" + volume.mountpoint() + "': " + unknown.getMessage(), null);
        }
    }

    /** Who still has it may go on. Nothing happens to one that is not mounted. */
    synchronized void unmount(Volume volume) {
        try (Fd parent = Open.at(folder, volume.name().text(), DIRECTORY, 0)) {
            boolean mounted;
            do {
                mounted = Unmount.detach(parent, CONTENT.getBytes(UTF_8));
            } while (mounted);
        } catch (SyscallException failed) {
            throw failure("cannot unmount volume " + volume.name(), failed);
        }
    }

    /** What is in a volume, for the caller to close. */
    public RootDirectory content(Volume volume) {
        try (Fd parent = Open.at(folder, volume.name().text(), DIRECTORY, 0)) {
            return RootDirectory.of(Open.at(parent, CONTENT, DIRECTORY, 0));
        } catch (IOException failed) {
            throw failure("cannot open volume " + volume.name(), failed);
        }
    }

    /** Bytes of its files, each counted once. */
    public long usage(Volume volume) {
        long[] bytes = {0};
        Set<Long> seen = new HashSet<>();
        try (Fd parent = Open.at(folder, volume.name().text(), DIRECTORY, 0);
                RootDirectory content = RootDirectory.of(Open.at(parent, CONTENT, DIRECTORY, 0))) {
            content.walk(place -> {
                FileStatus status = place.status();
                if (status.isRegular() && (status.links() < 2 || seen.add(status.inode()))) {
                    bytes[0] += status.size();
                }
                return true;
            });
            return bytes[0];
        } catch (IOException failed) {
            throw failure("cannot measure volume " + volume.name(), failed);
        }
    }

    /** All volumes, by name. */
    public List<Volume> list() {
        try {
            List<Volume> volumes = new ArrayList<>();
            for (Directory.Entry entry : Directory.list(folder)) {
                find(new VolumeName(entry.text())).ifPresent(volumes::add);
            }
            volumes.sort(Comparator.comparing(volume -> volume.name().text()));
            return volumes;
        } catch (IOException failed) {
            throw failure("cannot list volumes", failed);
        }
    }

    /**
     * Removes a volume and what is in it.
     *
     * @param users ids of the containers that have it
     */
    public synchronized void remove(String name, List<String> users) {
        Volume volume = find(name);
        if (!users.isEmpty()) {
            throw new EngineException.Conflict("remove " + name + ": volume is in use - " + users);
        }
        try {
            unmount(volume); // what is mounted there is not the volume's to throw away
            trash.discard(folder, volume.name().text().getBytes(UTF_8));
            events.publish(Subject.volume(volume.name().text()), Action.DESTROY);
        } catch (IOException failed) {
            throw failure("cannot remove volume " + name, failed);
        }
    }

    /**
     * Copies what an image has at a mount point into a volume that is empty, with the owner and mode of that directory. A volume that holds
     * anything is left alone (CVE-2020-1726), and no path of the image leads out of the image (CVE-2022-23648).
     *
     * @param destination path in the container
     */
    public synchronized void populate(Volume volume, LayeredRoot image, String destination) {
        try (Fd parent = Open.at(folder, volume.name().text(), DIRECTORY, 0);
                RootDirectory target = RootDirectory.of(Open.at(parent, CONTENT, DIRECTORY, 0));
                Folder top = target.folder(RootPath.root())) {
            if (!top.list().isEmpty()) {
                return;
            }
            Optional<FileStatus> source = copy(image, destination, target, top);
            if (source.isPresent()) {
                Chown.of(target.descriptor(), source.get().uid(), source.get().gid());
                Chmod.of(target.descriptor(), source.get().mode());
                Utimens.of(
                        target.descriptor(),
                        source.get().modified(),
                        source.get().modified());
            }
        } catch (IOException failed) {
            throw failure("cannot copy " + destination + " of the image into volume " + volume.name(), failed);
        }
    }

    /** All or nothing: half a copy would count as content the next time. */
    private static Optional<FileStatus> copy(LayeredRoot image, String destination, RootDirectory target, Folder top)
            throws IOException {
        try {
            return image.copyFolder(destination, target);
        } catch (IOException failed) {
            top.clear();
            throw failed;
        }
    }

    @Override
    public void close() {
        folder.close();
    }
}
