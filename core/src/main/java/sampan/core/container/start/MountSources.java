package sampan.core.container.start;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sampan.core.caller.Caller;
import sampan.core.caller.HostFiles;
import sampan.core.container.state.ContainerRecord;
import sampan.core.container.state.Owner;
import sampan.core.error.EngineException;
import sampan.core.plan.MountPoint;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Fcntl;
import sampan.kernel.file.FileType;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Stat;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;
import sampan.oci.spec.Mount;

/** What a container's bind mounts show, opened: a folder that is renamed or replaced by a link from now on changes nothing. */
public final class MountSources implements AutoCloseable {
    private final Map<String, Fd> sources = new HashMap<>();
    private final Set<String> files = new HashSet<>();

    /** InvalidArgument when there is nothing at this path of the host now. */
    public static void check(String source) {
        if (source.indexOf('\0') >= 0) {
            throw missing(source);
        }
        try (Fd _ = Caller.local().files().open(source, OpenFlags.O_PATH, 0)) {
            // it is there
        } catch (SyscallException e) {
            if (e.is(Errno.ENOENT)) {
                throw missing(source);
            }
        } catch (IOException e) {
            throw new EngineException.SystemError("cannot look at " + source, e);
        }
    }

    private static EngineException missing(String source) {
        return new EngineException.InvalidArgument(
                "invalid mount config for type \"bind\": bind source path does not exist: " + source);
    }

    /** Those that are not folders. */
    public Set<String> files() {
        return files;
    }

    /** For the caller of this method to close. */
    public Fd open(String path) throws IOException {
        Fd source = sources.get(path);
        if (source == null) {
            throw new IOException("nobody has opened " + path);
        }
        return Fcntl.duplicate(source);
    }

    /** What was named on a command line is opened with the caller's rights; a part of a volume never leads out of the volume. */
    public void open(ContainerRecord record, HostFiles host) throws IOException {
        Owner owner = record.owner();
        for (MountPoint point : record.mounts()) {
            if (point.isBind() && owner != null && owner.sources() != null) {
                keep(point.place(), AllowedSource.open(point.source(), owner.sources()));
            } else if (point.isBind()) {
                Fd source = here(point.source(), openBind(point, host), host);
                keep(point.place(), source);
                Propagation.check(point, source);
            } else if (!point.isForeign() && point.traits().subpath() != null) {
                keep(point.place(), openPart(point, point.traits().subpath()));
            }
        }
    }

    /** The rest are paths the engine chose itself. */
    public void openOwn(List<Mount> mounts) throws IOException {
        for (Mount mount : mounts) {
            String source = mount.source();
            if ("bind".equals(mount.type()) && source != null && !sources.containsKey(source)) {
                keep(source, Open.open(Path.of(source), OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW));
            }
        }
    }

    private static Fd openBind(MountPoint point, HostFiles host) throws IOException {
        try {
            return host.open(point.source(), OpenFlags.O_PATH, 0);
        } catch (SyscallException e) {
            if (e.is(Errno.ENOENT) && point.traits().makeSource()) {
                return host.openOrMakeFolder(point.source());
            }
            if (e.is(Errno.ENOENT)) {
                throw missing(point.source());
            }
            throw new EngineException.InvalidArgument(
                    "invalid mount config for type \"bind\": " + point.source() + ": " + Errno.sentence(e.errno()));
        }
    }

    /** Only what is mounted in the engine's own mount namespace can be mounted again: the same file, by its path there. */
    private static Fd here(String path, Fd opened, HostFiles host) throws IOException {
        if (host.shareMounts()) {
            return opened;
        }
        try (Fd elsewhere = opened) {
            Optional<Fd> own = find(path);
            if (own.isPresent() && Stat.of(own.get()).sameFile(Stat.of(elsewhere))) {
                return own.get();
            }
            own.ifPresent(Fd::close);
            throw new EngineException.InvalidArgument("invalid mount config for type \"bind\": " + path
                    + " is not there for the engine, which is in another mount namespace");
        }
    }

    private static Optional<Fd> find(String path) throws IOException {
        try {
            return Optional.of(Open.open(Path.of(path), OpenFlags.O_PATH));
        } catch (SyscallException missing) {
            return Optional.empty();
        }
    }

    /** Links are followed inside the volume: whoever fills it chooses where they lead. (CVE-2023-5528, CVE-2021-25741) */
    private static Fd openPart(MountPoint point, String subpath) throws IOException {
        try (RootDirectory volume = RootDirectory.open(Path.of(point.source()))) {
            return volume.locate(RootPath.of(subpath));
        } catch (SyscallException e) {
            throw new EngineException.InvalidArgument(
                    "cannot access path " + point.place() + ": " + Errno.sentence(e.errno()));
        }
    }

    private void keep(String path, Fd source) throws IOException {
        Fd before = sources.put(path, source);
        if (before != null) {
            before.close();
        }
        if (Stat.of(source).type() != FileType.DIRECTORY) {
            files.add(path);
        }
    }

    @Override
    public void close() {
        sources.values().forEach(Fd::close);
    }
}
