package sampan.core.sbom;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Optional;

/** What RPM's database keeps of a package: numbered tags before a heap of values (rpm.org, "RPM v4 header format"). */
final class RpmHeader {
    private static final int NAME = 1000;
    private static final int VERSION = 1001;
    private static final int RELEASE = 1002;
    private static final int EPOCH = 1003;
    private static final int LICENSE = 1014;
    private static final int ARCHITECTURE = 1022;
    private static final int INT32 = 4;
    private static final int STRING = 6;
    private static final int ENTRY = 16;
    private static final int INTRODUCTION = 8;

    private final ByteBuffer bytes;
    private final int entries;
    private final int heap;

    private RpmHeader(ByteBuffer bytes, int entries) {
        this.bytes = bytes;
        this.entries = entries;
        this.heap = INTRODUCTION + entries * ENTRY;
    }

    /** @return empty when it is none, or of no program: {@code gpg-pubkey} is a key */
    static Optional<FoundPackage> parse(byte[] blob) {
        if (blob.length < INTRODUCTION) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(blob);
        int entries = bytes.getInt(0);
        if (entries < 0 || entries > (blob.length - INTRODUCTION) / ENTRY) {
            return Optional.empty();
        }
        RpmHeader header = new RpmHeader(bytes, entries);
        String name = header.text(NAME);
        if (name.isEmpty() || name.equals("gpg-pubkey")) {
            return Optional.empty();
        }
        String epoch = header.number(EPOCH).map(number -> number + ":").orElse("");
        String release = header.text(RELEASE);
        String version = epoch + header.text(VERSION) + (release.isEmpty() ? "" : "-" + release);
        return Optional.of(FoundPackage.of(PackageKind.RPM, name, version)
                .on(header.text(ARCHITECTURE))
                .licensed(header.text(LICENSE)));
    }

    /** Where the value of a tag begins; -1: there is none of that kind. */
    private int place(int tag, int kind) {
        for (int i = 0; i < entries; i++) {
            int at = INTRODUCTION + i * ENTRY;
            if (bytes.getInt(at) == tag && bytes.getInt(at + 4) == kind) {
                long place = (long) heap + bytes.getInt(at + 8);
                return place >= heap && place < bytes.limit() ? (int) place : -1;
            }
        }
        return -1;
    }

    private String text(int tag) {
        int kind = tag == LICENSE && place(tag, STRING) < 0 ? 9 : STRING; // once it could be translated
        int start = place(tag, kind);
        if (start < 0) {
            return "";
        }
        int end = start;
        while (end < bytes.limit() && bytes.get(end) != 0) {
            end++;
        }
        byte[] text = new byte[end - start];
        bytes.get(start, text);
        return new String(text, UTF_8);
    }

    private Optional<Long> number(int tag) {
        int at = place(tag, INT32);
        return at < 0 || at + 4 > bytes.limit() ? Optional.empty() : Optional.of(bytes.getInt(at) & 0xffffffffL);
    }
}
