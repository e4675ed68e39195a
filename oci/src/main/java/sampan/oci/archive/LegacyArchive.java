package sampan.oci.archive;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageReference;
import sampan.oci.image.JsonFields;
import sampan.oci.image.LegacyConfig;
import sampan.oci.image.StrictJson;
import sampan.oci.layer.LayerUnpacker;
import sampan.oci.layer.TarIndex;

/**
 * What {@code docker save} wrote before version 1.10: {@code repositories} names images, each layer is an image with a parent, and nothing
 * has a digest. Image and layer get theirs here.
 */
final class LegacyArchive {
    static final String REPOSITORIES = "repositories";

    private static final int MOST_LAYERS = 128;

    private final ArchiveFile file;
    private final Map<TarIndex.Member, Digest> diffIds = new HashMap<>();

    LegacyArchive(ArchiveFile file) {
        this.file = file;
    }

    List<ArchivedImage> images() throws IOException {
        Map<String, List<ImageReference>> names = new LinkedHashMap<>();
        JsonFields repositories = StrictJson.parse(file.document(REPOSITORIES), REPOSITORIES);
        for (String repository : repositories.keys()) {
            Map<String, String> tags = repositories.strings(repository);
            for (Map.Entry<String, String> tag : tags.entrySet()) {
                names.computeIfAbsent(tag.getValue(), _ -> new ArrayList<>())
                        .add(DockerArchive.name(repository + ":" + tag.getKey()));
            }
        }
        List<ArchivedImage> images = new ArrayList<>();
        for (Map.Entry<String, List<ImageReference>> image : names.entrySet()) {
            images.add(image(image.getKey(), image.getValue()));
        }
        return images;
    }

    private ArchivedImage image(String top, List<ImageReference> names) throws IOException {
        Deque<LegacyConfig> chain = new ArrayDeque<>();
        List<TarIndex.Member> members = new ArrayList<>();
        for (String id = top; !id.isEmpty(); id = chain.getFirst().parent()) {
            if (chain.size() == MOST_LAYERS) {
                throw new ImageFormatException("max depth exceeded: an image of more than " + MOST_LAYERS + " layers");
            }
            if (!id.matches("[0-9a-f]{64}")) {
                throw new ImageFormatException("image ID '" + id + "' is invalid");
            }
            chain.push(LegacyConfig.parse(file.document(id + "/json")));
            members.addFirst(file.member(id + "/layer.tar"));
        }
        List<Digest> ids = new ArrayList<>();
        for (TarIndex.Member member : members) {
            ids.add(diffId(member));
        }
        byte[] document = chain.getLast().toDocument(List.copyOf(chain), ids);
        List<ArchivedImage.Layer> layers = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            layers.add(new ArchivedImage.Layer(ids.get(i), members.get(i), Optional.empty()));
        }
        return new ArchivedImage(Document.of(document), ImageArchive.config(document, layers.size()), layers, names);
    }

    private Digest diffId(TarIndex.Member member) throws IOException {
        Digest known = diffIds.get(member);
        if (known != null) {
            return known;
        }
        Digest found = LayerUnpacker.diffId(file.index().open(member));
        diffIds.put(member, found);
        return found;
    }
}
