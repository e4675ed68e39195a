package sampan.core.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sampan.core.volume.VolumeRequest;

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
    public static final String IMAGE = "image";

    /** The mode that dockerd gives volumes for which nobody said one; it tells SELinux that several containers share it. */
    static final String SHARED_LABEL = "z";

    /**
     * The rarer wishes.
     *
     * @param makeSource make a missing folder on the host ({@code -v} does, {@code --mount} does not)
     * @param noCopy do not fill a new volume with what the image has there
     * @param anonymous the volume has no name of its own and goes with the container
     * @param flat only the mount itself, not the mounts below it
     * @param flatReadonly mounts below stay writable
     * @param subpath of a volume
     * @param request how the volume is to be made, if it is not there
     * @param foreign what an image is that is no single folder
     * @param image the id of an image
     */
    @JsonInclude(Include.NON_DEFAULT)
    public record Traits(
            boolean makeSource,
            boolean noCopy,
            boolean anonymous,
            boolean flat,
            boolean flatReadonly,
            @Nullable String subpath,
            @Nullable VolumeRequest request,
            @Nullable Foreign foreign,
            @Nullable String image) {
        Traits(
                boolean makeSource,
                boolean noCopy,
                boolean anonymous,
                boolean flat,
                boolean flatReadonly,
                @Nullable String subpath) {
            this(makeSource, noCopy, anonymous, flat, flatReadonly, subpath, null, null, null);
        }

        private Traits inherited() {
            return new Traits(false, noCopy, false, flat, flatReadonly, subpath, request, foreign, image);
        }

        private Traits of(@Nullable String otherImage, @Nullable Foreign layers) {
            return new Traits(makeSource, noCopy, anonymous, flat, flatReadonly, subpath, request, layers, otherImage);
        }

        static final Traits NONE = new Traits(false, false, false, false, false, null);
    }

    /** A mount by its type, as of mount(8): what an image of several layers is. */
    @JsonInclude(Include.NON_DEFAULT)
    public record Foreign(String type, String device, List<String> options) {
        public Foreign {
            type = type == null ? "" : type;
            device = device == null ? "" : device;
            options = options == null ? List.of() : List.copyOf(options);
        }
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
        return new MountPoint(
                type, name, source, destination, mode, writable && !readonly, propagation, traits.inherited(), options);
    }

    /** The same, of the image that is meant. */
    public MountPoint ofImage(String id) {
        return with(traits.of(id, traits.foreign));
    }

    /** The same image, which is several layers. */
    public MountPoint as(Foreign foreign) {
        return with(traits.of(traits.image, foreign));
    }

    private MountPoint with(Traits known) {
        return new MountPoint(type, name, source, destination, mode, writable, propagation, known, options);
    }

    /** Whether it is a new mount of some other file system. */
    @JsonIgnore
    public boolean isForeign() {
        return traits.foreign() != null;
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
    public boolean isImage() {
        return type.equals(IMAGE);
    }

    @JsonIgnore
    public boolean isTmpfs() {
        return type.equals(TMPFS);
    }
}
