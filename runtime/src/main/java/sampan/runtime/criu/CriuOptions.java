package sampan.runtime.criu;

/**
 * How criu is to do its work; what is not said is criu's own default. Descriptors are those of the process that made criu's socket.
 */
public final class CriuOptions {
    private static final int LOG_LEVEL = 4;

    private final ProtoWriter out = new ProtoWriter();

    /** @param images folder of the images, {@code work} folder of the log called {@code log} */
    public CriuOptions(int images, int work, String log) {
        out.number(1, images);
        out.number(17, work);
        out.number(9, LOG_LEVEL);
        out.text(10, log);
        // The older way of asking for cgroups to be managed.
        out.number(24, 1);
    }

    public CriuOptions with(CriuSwitch option) {
        out.number(option.number(), 1);
        return this;
    }

    /** The first of the processes, with all that descend from it. */
    public CriuOptions process(int pid) {
        out.number(2, pid);
        return this;
    }

    /** @param descriptor that criu writes a zero byte to when it waits for requests of pages */
    public CriuOptions status(int descriptor) {
        out.number(49, descriptor);
        return this;
    }

    /** @param path what the container sees as /; to restore, a mount point of criu's own mount namespace */
    public CriuOptions root(String path) {
        out.text(13, path);
        return this;
    }

    /** @param path of the images that these are the changes to, relative to their own folder */
    public CriuOptions parentImages(String path) {
        out.text(14, path);
        return this;
    }

    public CriuOptions pageServer(String address, int port) {
        ProtoWriter server = new ProtoWriter();
        server.text(1, address);
        server.number(2, port);
        out.message(11, server);
        return this;
    }

    /** @param key destination, or name, of a mount whose files are not the container's; {@code value} its name, or what to mount */
    public CriuOptions externalMount(String key, String value) {
        return pair(23, key, value);
    }

    /** @param what as in {@code net[4026531840]:extRootNetNS} */
    public CriuOptions external(String what) {
        out.text(37, what);
        return this;
    }

    /** @param descriptor of criu's, which takes the place of what is called so in the images */
    public CriuOptions inherit(String key, int descriptor) {
        ProtoWriter inherited = new ProtoWriter();
        inherited.text(1, key);
        inherited.number(2, descriptor);
        out.message(27, inherited);
        return this;
    }

    /** @param type {@code uts}, {@code ipc} and so on: those that criu joins rather than makes */
    public CriuOptions joinNamespace(String type, String path) {
        return pair(39, type, path);
    }

    /** @param controllers of a hierarchy, empty for cgroup2; {@code path} is where the container's cgroups begin in it */
    public CriuOptions cgroupRoot(String controllers, String path) {
        return pair(25, controllers, path);
    }

    private CriuOptions pair(int field, String first, String second) {
        ProtoWriter pair = new ProtoWriter();
        pair.text(1, first);
        pair.text(2, second);
        out.message(field, pair);
        return this;
    }

    public CriuOptions cgroups(CgroupsMode mode) {
        out.number(34, mode.number());
        return this;
    }

    /** @param directory of the freezer, by which processes are stopped rather than one by one */
    public CriuOptions freezer(String directory) {
        out.text(44, directory);
        return this;
    }

    /** @param kinds flags of clone(2): namespaces that are made, but not filled */
    public CriuOptions emptyNamespaces(long kinds) {
        out.number(38, kinds);
        return this;
    }

    /** @param path of a file that overrides all that is said here, where there is one */
    public CriuOptions configuration(String path) {
        out.text(51, path);
        return this;
    }

    /** @param profile as in {@code apparmor:name} */
    public CriuOptions securityProfile(String profile) {
        out.text(53, profile);
        return this;
    }

    public CriuOptions securityMountContext(String context) {
        out.text(63, context);
        return this;
    }

    ProtoWriter message() {
        return out;
    }
}
