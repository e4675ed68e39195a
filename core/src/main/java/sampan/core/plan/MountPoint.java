package sampan.core.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something mounted into a container because it was asked for.
 *
 * @param type {@code bind}, {@code volume} or {@code tmpfs}
 * @param name of a volume
 * @param source path on the host; empty for a volume whose place is asked for at each start, and for tmpfs
 * @param mode what followed the second colon of {@code -v}
 * @param propagation empty for volumes and tmpfs
 * @param options of a tmpfs
 */
@JsonInclude(Include.NON_DEFAULT)
public record MountPoint(
        String type,
        String name,
        String source,
        String destination,
        String mode,
        boolean writable,
        String propagation,
        Traits traits,
        List<String> options) {
    public static final String BIND = "bind";
    public static final String VOLUME = "volume";
    public static final String TMPFS = "tmpfs";

    /**
     * The rarer wishes.
     *
     * @param makeSource make a missing folder on the host ({@code -v} does, {@code --mount} does not)
     * @param noCopy do not fill a new volume with what the image has there
     * @param anonymous the volume has no name of its own and goes with the container
     * @param flat only the mount itself, not the mounts below it
     * @param flatReadonly mounts below stay writable
     * @param subpath of a volume
     */
    @JsonInclude(Include.NON_DEFAULT)
    public record Traits(
            boolean makeSource,
            boolean noCopy,
            boolean anonymous,
            boolean flat,
            boolean flatReadonly,
            @Nullable String subpath) {
        static final Traits NONE = new Traits(false, false, false, false, false, null);
    }

    public MountPoint {
        name = name == null ? "" : name;
        source = source == null ? "" : source;
        mode = mode == null ? "" : mode;
        propagation = propagation == null ? "" : propagation;
        traits = traits == null ? Traits.NONE : traits;
        options = options == null ? List.of() : List.copyOf(options);
    }

    /** The same volume under the name it got. */
    public MountPoint named(String volume) {
        return new MountPoint(type, volume, source, destination, mode, writable, propagation, traits, options);
    }

    /** The same with its place on the host. */
    public MountPoint from(String path) {
        return new MountPoint(type, name, path, destination, mode, writable, propagation, traits, options);
    }

    /** As another container gets it that takes over this one's mounts: the volume is not its own. */
    public MountPoint inherited(boolean readonly) {
        Traits shared = new Traits(false, traits.noCopy, false, traits.flat, traits.flatReadonly, traits.subpath);
        return new MountPoint(
                type, name, source, destination, mode, writable && !readonly, propagation, shared, options);
    }

    /** Where on the host what is mounted lies: the source, or a part of it. */
    public String place() {
        return traits.subpath() == null ? source : source + "/" + traits.subpath();
    }

    @JsonIgnore
    public boolean isBind() {
        return type.equals(BIND);
    }

    @JsonIgnore
    public boolean isVolume() {
        return type.equals(VOLUME);
    }

    @JsonIgnore
    public boolean isTmpfs() {
        return type.equals(TMPFS);
    }
}
