package sampan.oci.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/** What an envelope of DSSE holds (protocol.md of secure-systems-lab/dsse). */
final class Envelope {
    private static final String BEGIN = "DSSEv1 ";
    private static final int MOST_DIGITS = 9;

    private final String type;
    private final byte[] content;

    /** @param type of the content, such as {@code application/vnd.in-toto+json} */
    Envelope(String type, byte[] content) {
        this.type = type;
        this.content = content.clone();
    }

    String type() {
        return type;
    }

    byte[] content() {
        return content.clone();
    }

    /** The bytes that are signed: type and content, each with its length before it. */
    byte[] signed() {
        byte[] name = type.getBytes(UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes((BEGIN + name.length + " ").getBytes(UTF_8));
        out.writeBytes(name);
        out.writeBytes((" " + content.length + " ").getBytes(UTF_8));
        out.writeBytes(content);
        return out.toByteArray();
    }

    /** The envelope that such bytes are of, if they are. */
    static Optional<Envelope> of(byte[] signed) {
        byte[] begin = BEGIN.getBytes(UTF_8);
        if (!Arrays.equals(begin, Arrays.copyOf(signed, begin.length))) {
            return Optional.empty();
        }
        Optional<byte[]> type = field(signed, begin.length);
        int next = begin.length + type.map(Envelope::width).orElse(0) + 1;
        return type.flatMap(name -> field(signed, next)
                .map(content -> new Envelope(new String(name, UTF_8), content))
                .filter(read -> Arrays.equals(read.signed(), signed)));
    }

    private static int width(byte[] field) {
        return Integer.toString(field.length).length() + 1 + field.length;
    }

    private static Optional<byte[]> field(byte[] signed, int from) {
        int blank = from;
        while (blank < signed.length && signed[blank] >= '0' && signed[blank] <= '9') {
            blank++;
        }
        if (blank == from || blank == signed.length || blank - from > MOST_DIGITS) {
            return Optional.empty();
        }
        long end = blank + 1L + Long.parseLong(new String(signed, from, blank - from, UTF_8));
        return end > signed.length ? Optional.empty() : Optional.of(Arrays.copyOfRange(signed, blank + 1, (int) end));
    }
}
