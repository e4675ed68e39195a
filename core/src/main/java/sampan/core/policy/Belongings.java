package sampan.core.policy;

import java.util.Optional;
import java.util.Set;
import sampan.core.image.catalogue.Image;
import sampan.core.network.definition.Ipam;
import sampan.core.network.definition.Network;
import sampan.core.network.definition.NetworkRequest;
import sampan.core.volume.Volume;
import sampan.core.volume.VolumeRequest;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageReference;

/** Volumes, networks and names of images that a caller makes for itself, by the names that its rule has for them, and takes away again. */
public record Belongings(Rights rights) {
    private static final String DRIVER_OPTIONS = "options of a driver";

    /** Forbidden when it may not be made. */
    public void checkMaking(VolumeRequest request) {
        if (rights.areUnlimited()) {
            return;
        }
        boolean plain = Set.of("", "local").contains(request.driver())
                && request.options().isEmpty();
        if (!plain) {
            throw rights.refusal(DRIVER_OPTIONS);
        }
        if (!request.name().isEmpty() && !Grant.fits(rights.grant().volumes(), request.name())) {
            throw rights.refusal("the volume " + request.name());
        }
    }

    public void checkRemoving(Volume volume) {
        if (!isOwn(volume)) {
            throw rights.refusal("removing the volume " + volume.name() + ", which somebody else has made");
        }
    }

    public boolean isOwn(Volume volume) {
        return rights.areUnlimited() || volume.owner().equals(rights.owner());
    }

    /** Forbidden when it may not be made: addresses and driver options reach beyond it. */
    public void checkMaking(NetworkRequest request) {
        if (rights.areUnlimited()) {
            return;
        }
        if (!request.driver().equals(Network.BRIDGE) || !request.options().isEmpty()) {
            throw rights.refusal(DRIVER_OPTIONS);
        }
        Ipam ipam = request.ipam();
        boolean usual = Set.of("", "default").contains(ipam.driver())
                && (ipam.options() == null || ipam.options().isEmpty())
                && ipam.config().isEmpty();
        if (!usual) {
            throw rights.refusal("addresses of a network");
        }
        if (!Grant.fits(rights.grant().networks(), request.name())) {
            throw rights.refusal("the network " + request.name());
        }
    }

    public void checkRemoving(Network network) {
        if (!isOwn(network)) {
            throw rights.refusal("removing the network " + network.name() + ", which somebody else has made");
        }
    }

    public boolean isOwn(Network network) {
        return rights.areUnlimited() || network.owner().equals(rights.owner());
    }

    /** Forbidden when the caller may give an image no such name. */
    public void checkNaming(ImageReference name) {
        if (!rights.areUnlimited()
                && !Grant.fits(rights.grant().images(), name.withDefaultTag().familiar())) {
            throw rights.refusal("the image name " + name.withDefaultTag().familiar());
        }
    }

    /** An image without a name is only in the way: it is for those who may give one. */
    public void checkNaming(Optional<ImageReference> name) {
        if (name.isPresent()) {
            checkNaming(name.get());
        } else if (!rights.areUnlimited()) {
            throw rights.refusal("images without a name");
        }
    }

    /**
     * Forbidden when it may not be taken away: by its id an image loses names that are not the caller's.
     *
     * @param called how the caller calls it
     */
    public void checkRemoving(Image image, String called) {
        if (rights.areUnlimited()) {
            return;
        }
        try {
            ImageReference name = ImageReference.parse(called).withDefaultTag();
            if (!image.references().contains(name)) {
                throw rights.refusal("removing an image by its id");
            }
            checkNaming(name);
        } catch (ImageFormatException malformed) {
            throw rights.refusal("removing an image by its id");
        }
    }
}
