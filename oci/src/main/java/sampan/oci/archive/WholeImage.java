package sampan.oci.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sampan.oci.image.Descriptor;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageReference;
import sampan.oci.image.Manifest;

/**
 * An image as whoever has it has it: to be brought elsewhere byte for byte, so that all its digests stay what they are.
 *
 * @param mediaType of the manifest
 * @param names by which it is known there
 */
public record WholeImage(String mediaType, Document manifest, List<ImageReference> names, Blobs blobs) {
    public WholeImage {
        names = List.copyOf(names);
    }

    /** Where its configuration and its layers come from. */
    @FunctionalInterface
    public interface Blobs {
        /** Fails unless all of it is what the descriptor promises; then something was perhaps written. */
        void write(Descriptor blob, OutputStream out) throws IOException;
    }

    /** Of the manifest. */
    Descriptor descriptor() {
        return new Descriptor(mediaType, manifest.digest(), manifest.size(), List.of(), Map.of());
    }

    /** Configuration and layers, each once. */
    public List<Descriptor> parts() throws ImageFormatException {
        Manifest parsed = Manifest.parse(manifest.bytes());
        Set<String> seen = new LinkedHashSet<>();
        List<Descriptor> parts = new ArrayList<>();
        parts.add(parsed.config());
        for (Descriptor layer : parsed.layers()) {
            if (seen.add(layer.digest().toString())) {
                parts.add(layer);
            }
        }
        return parts;
    }
}
