package sampan.core.image.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.oci.image.Descriptor;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageConfig;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageReference;
import sampan.oci.image.Index;
import sampan.oci.image.Manifest;
import sampan.oci.image.Platform;
import sampan.oci.image.StrictJson;
import sampan.oci.registry.MediaTypes;
import sampan.oci.registry.Repository;
import sampan.oci.registry.Upload;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Lists of images for several platforms: what registries have of each image, and the list under a name of its own. */
public final class ManifestLists {
    private ManifestLists() {}

    /** An image of one platform, as its registry has it. */
    public static ListedManifest describe(ImageReference name, Transfers.Session session) {
        return Transfers.with(name, session, () -> {
            Repository place = session.client().toPull(name, session.user()).getLast();
            Repository.Fetched fetched = name.digest().isPresent()
                    ? place.manifest(name.digest().get())
                    : place.manifest(name.tag().orElse(ImageReference.DEFAULT_TAG));
            String mediaType = PlatformChoice.mediaType(fetched);
            if (!MediaTypes.MANIFESTS.contains(mediaType)) {
                throw new ImageFormatException(name.familiar() + " is a manifest list");
            }
            Platform platform = ImageConfig.parse(
                            place.document(Manifest.parse(fetched.bytes()).config()))
                    .platform();
            return new ListedManifest(name, mediaType, fetched.digest(), fetched.bytes().length, machine(platform));
        });
    }

    /** Brings all images into the list's repository, and then the list; its digest. */
    public static Digest push(ImageReference list, List<ListedManifest> manifests, Transfers.Session session) {
        return Transfers.with(list, session, () -> {
            Repository target = session.client().toPush(list, session.user());
            for (ListedManifest manifest : manifests) {
                bring(session.client().toPull(manifest.name(), session.user()).getLast(), target, manifest);
            }
            byte[] bytes = document(manifests);
            new Upload(target).manifest(list.tag().orElse(ImageReference.DEFAULT_TAG), mediaType(manifests), bytes);
            return Digest.sha256(bytes);
        });
    }

    private static String mediaType(List<ListedManifest> manifests) {
        boolean oci = manifests.stream().anyMatch(each -> each.mediaType().equals(Manifest.MEDIA_TYPE));
        return oci ? Index.MEDIA_TYPE : Index.DOCKER_MEDIA_TYPE;
    }

    /** The list as registries have it. */
    public static byte[] document(List<ListedManifest> manifests) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("schemaVersion", 2).put("mediaType", mediaType(manifests));
        ArrayNode array = json.putArray("manifests");
        manifests.forEach(manifest -> array.add(manifest.descriptor()));
        return StrictJson.bytes(json);
    }

    /**
     * What a registry's list has.
     *
     * @param name the list's
     * @param document what the registry has under it
     */
    public static List<ListedManifest> listed(ImageReference name, byte[] document) throws ImageFormatException {
        return Index.parse(document).manifests().stream()
                .map(each -> new ListedManifest(
                        new ImageReference(name.domain(), name.path(), name.tag(), Optional.of(each.digest())),
                        each.mediaType(),
                        each.digest(),
                        each.size(),
                        each.platform()
                                .map(ManifestLists::machine)
                                .orElse(new ListedManifest.Machine("", "", "", "", List.of()))))
                .toList();
    }

    private static ListedManifest.Machine machine(Platform platform) {
        return new ListedManifest.Machine(platform.os(), platform.architecture(), platform.variant(), "", List.of());
    }

    /** The manifest of a list's image, byte for byte. */
    public static byte[] manifest(ListedManifest listed, Transfers.Session session) {
        ImageReference name = listed.name();
        return Transfers.with(
                name,
                session,
                () -> session.client()
                        .toPull(name, session.user())
                        .getLast()
                        .manifest(listed.digest())
                        .bytes());
    }

    private static void bring(Repository source, Repository target, ListedManifest manifest) throws IOException {
        if (source.place().equals(target.place())) {
            return;
        }
        Repository.Fetched fetched = source.manifest(manifest.digest());
        Manifest parsed = Manifest.parse(fetched.bytes());
        List<Descriptor> blobs = new ArrayList<>(parsed.layers());
        blobs.add(parsed.config());
        for (Descriptor blob : blobs) {
            bring(source, target, blob);
        }
        new Upload(target).manifest(manifest.digest().toString(), manifest.mediaType(), fetched.bytes());
    }

    private static void bring(Repository source, Repository target, Descriptor blob) throws IOException {
        Upload upload = new Upload(target);
        boolean neighbours = source.location().host().equals(target.location().host());
        boolean there = target.has(blob.digest(), blob.size())
                || (neighbours && upload.mount(blob.digest(), source.location().repository()));
        if (!there) {
            try (InputStream content = source.blob(blob)) {
                upload.stream(out -> {
                    content.transferTo(out);
                    return blob.digest();
                });
            }
        }
    }
}
