package sampan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Archives of images for tests, put together by hand. */
final class ArchivedImages {
    private ArchivedImages() {}

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static String config(byte[]... layers) {
        StringBuilder ids = new StringBuilder();
        for (byte[] layer : layers) {
            ids.append(ids.isEmpty() ? "" : ",")
                    .append("\"sha256:")
                    .append(sha256(layer))
                    .append('"');
        }
        return "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{\"Cmd\":[\"sh\"]},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":["
                + ids + "]}}";
    }

    static String manifest(String config, String tag, String... layers) {
        return "[{\"Config\":\"" + config + "\",\"RepoTags\":[\"" + tag + "\"],\"Layers\":[\""
                + String.join("\",\"", layers) + "\"]}]";
    }

    /** A sound archive of one image, as Docker wrote them from 1.10 to 24. */
    static HostileTar docker(String tag, byte[] layer) {
        return HostileTar.empty()
                .file("layer.tar", layer, 0644)
                .file("config.json", config(layer))
                .file("manifest.json", manifest("config.json", tag, "layer.tar"));
    }

    /** The same with two layers. */
    static HostileTar docker(String tag, byte[] lower, byte[] upper) {
        return HostileTar.empty()
                .file("config.json", config(lower, upper))
                .file("lower.tar", lower, 0644)
                .file("upper.tar", upper, 0644)
                .file("manifest.json", manifest("config.json", tag, "lower.tar", "upper.tar"));
    }

    /** A layout without its index. */
    static HostileTar layout() {
        return HostileTar.empty().file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}");
    }

    static HostileTar blob(HostileTar tar, byte[] content) {
        return tar.file("blobs/sha256/" + sha256(content), content, 0644);
    }

    static String descriptor(String type, byte[] content, String more) {
        return "{\"mediaType\":\"application/vnd.oci.image." + type + "\",\"digest\":\"sha256:" + sha256(content)
                + "\",\"size\":" + content.length + more + "}";
    }

    static byte[] ociManifest(byte[] config, byte[]... layers) {
        StringBuilder list = new StringBuilder();
        for (byte[] layer : layers) {
            list.append(list.isEmpty() ? "" : ",").append(descriptor("layer.v1.tar", layer, ""));
        }
        return ("{\"schemaVersion\":2,\"config\":" + descriptor("config.v1+json", config, "") + ",\"layers\":[" + list
                        + "]}")
                .getBytes(UTF_8);
    }

    static byte[] ociIndex(String... descriptors) {
        return ("{\"schemaVersion\":2,\"manifests\":[" + String.join(",", descriptors) + "]}").getBytes(UTF_8);
    }

    /** A command of another program is there. */
    static boolean has(String program) {
        return Path.of("/usr/bin", program).toFile().canExecute();
    }
}
