package sampan.oci.layer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** How an archive is packed, told from its first bytes. All of it is unpacked in this process: no program of an image or a host runs. */
public enum Compression {
    NONE("tar", ""),
    GZIP("gzip", "\u001f\u008b\b"),
    ZSTD("zstd", "(\u00b5/\u00fd"),
    XZ("xz", "\u00fd7zXZ\0"),
    BZIP2("bzip2", "BZh");

    private static final int LONGEST_MAGIC = 6;
    private static final int BUFFER = 64 << 10;
    /** What {@code zstd --long} needs, 128 MiB of native memory; a stream that wants a larger window is refused. */
    private static final int ZSTD_WINDOW_LOG = 27;

    private final String label;
    /** First bytes, each as one character. */
    private final String magic;

    Compression(String label, String magic) {
        this.label = label;
        this.magic = magic;
    }

    public String label() {
        return label;
    }

    /** A stream of the unpacked bytes, and what it was packed with. */
    public record Unpacked(Compression compression, InputStream stream) {}

    public static Unpacked unpack(InputStream packed) throws IOException {
        PushbackInputStream stream = new PushbackInputStream(packed, LONGEST_MAGIC);
        byte[] start = stream.readNBytes(LONGEST_MAGIC);
        stream.unread(start);
        Compression compression = of(start);
        return new Unpacked(compression, compression.open(stream));
    }

    /** @param start the first bytes, six or as many as there are */
    public static Compression of(byte[] start) {
        for (Compression candidate : values()) {
            if (candidate != NONE && candidate.matches(start)) {
                return candidate;
            }
        }
        return NONE;
    }

    private boolean matches(byte[] start) {
        return new String(start, ISO_8859_1).startsWith(magic);
    }

    private InputStream open(InputStream packed) throws IOException {
        return switch (this) {
            case NONE -> packed;
            case GZIP -> new GZIPInputStream(packed, BUFFER);
            case ZSTD -> new ZstdInputStreamNoFinalizer(packed).setLongMax(ZSTD_WINDOW_LOG);
            case XZ -> XzStream.open(packed);
            case BZIP2 -> new BZip2CompressorInputStream(packed, true);
        };
    }
}
