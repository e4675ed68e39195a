package sampan.oci.layer;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.kernel.Fd;
import sampan.kernel.file.BlockInputStream;
import sampan.kernel.file.Read;
import sampan.oci.image.ImageFormatException;

/**
 * What lies where in a plain tar archive in a file: its headers are read once, its content when it is asked for. Names are looked up in the
 * archive alone, links followed there; nothing is unpacked.
 */
public final class TarIndex implements Members {
    /** Archives of images have some ten files an image; each costs memory. */
    private static final int MOST_ENTRIES = 65_536;

    private static final long MOST_NAMES = 8 << 20;
    private static final int MOST_LINKS = 40; // as the kernel

    private final Fd file;
    private final Map<EntryPath, Entry> entries = new HashMap<>();
    private long names;

    private TarIndex(Fd file) {
        this.file = file;
    }

    /** What a name stands for. */
    private sealed interface Entry {
        record Content(Member member) implements Entry {}

        record Link(String target, boolean symbolic) implements Entry {}

        record Other() implements Entry {}
    }

    /**
     * A regular file of the archive.
     *
     * @param name without a leading slash
     * @param offset of its content in the file
     * @param size in bytes
     */
    public record Member(String name, long offset, long size) {}

    /**
     * Reads all headers, beginning at the start of the file.
     *
     * @param file a regular file; stays the caller's
     */
    public static TarIndex of(Fd file) throws IOException {
        TarIndex index = new TarIndex(file);
        PositionedFeed feed = new PositionedFeed(file);
        TarReader reader = new TarReader(feed);
        for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
            index.add(entry.get(), feed.position());
        }
        return index;
    }

    private void add(TarEntry entry, long position) throws ImageFormatException {
        EntryPath path = EntryPath.of(entry.name());
        names += entry.name().length();
        if (entries.size() == MOST_ENTRIES || names > MOST_NAMES) {
            throw new ImageFormatException("the archive has too many files for one of images");
        }
        Entry made = switch (entry.content()) {
            case TarEntry.Content.File content -> new Entry.Content(member(path, content, position));
            case TarEntry.Content.HardLink(String target) -> new Entry.Link(target, false);
            case TarEntry.Content.SymbolicLink(String target) -> new Entry.Link(target, true);
            case TarEntry.Content.Directory _, TarEntry.Content.Device _, TarEntry.Content.Fifo _ -> new Entry.Other();
        };
        if (path.isRoot()) {
            return;
        }
        Entry old = entries.put(path, made);
        boolean folders = old instanceof Entry.Other && made instanceof Entry.Other;
        if (old != null && !folders) {
            // Which of them counts, two programs could see in two ways.
            throw new ImageFormatException("the archive has two files named " + path);
        }
    }

    private static Member member(EntryPath path, TarEntry.Content.File content, long position)
            throws ImageFormatException {
        long stored =
                content.extents().stream().mapToLong(TarEntry.Extent::length).sum();
        if (stored != content.size()) {
            throw new ImageFormatException(path + " is sparse, which no archive of images is");
        }
        return new Member(String.join("/", path.names()), position, content.size());
    }

    @Override
    public Optional<Member> find(String name) throws ImageFormatException {
        Deque<String> todo = new ArrayDeque<>(EntryPath.of(name).names());
        Deque<String> way = new ArrayDeque<>();
        int links = 0;
        while (!todo.isEmpty()) {
            step(way, todo.pop());
            Entry found = entries.get(new EntryPath(List.copyOf(way.reversed())));
            if (found instanceof Entry.Content(Member member)) {
                return todo.isEmpty() ? Optional.of(member) : Optional.empty();
            }
            if (found instanceof Entry.Link(String target, boolean symbolic)) {
                if (++links > MOST_LINKS) {
                    throw new ImageFormatException(EntryPath.quoted(name) + " leads from link to link without end");
                }
                follow(target, symbolic, way, todo);
            }
        }
        return Optional.empty();
    }

    private static void step(Deque<String> way, String part) {
        if (part.equals("..")) {
            way.poll();
        } else {
            way.push(part);
        }
    }

    /** A symbolic link starts where it lies, a hard link and an absolute one at the top of the archive. */
    private static void follow(String target, boolean symbolic, Deque<String> way, Deque<String> todo) {
        way.pop();
        if (!symbolic || target.startsWith("/")) {
            way.clear();
        }
        for (String part : Arrays.asList(target.split("/", -1)).reversed()) {
            if (!part.isEmpty() && !part.equals(".")) {
                todo.push(part);
            }
        }
    }

    @Override
    public byte[] read(Member member, int limit) throws IOException {
        if (member.size() > limit) {
            throw new ImageFormatException(EntryPath.quoted(member.name()) + " is larger than " + limit + " bytes");
        }
        byte[] content = new byte[(int) member.size()];
        if (Read.at(file, content, member.offset()) != content.length) {
            throw cut();
        }
        return content;
    }

    private static ImageFormatException cut() {
        return new ImageFormatException("the tar archive is cut short");
    }

    /** Only while the file is open. */
    @Override
    public InputStream open(Member member) {
        return new Content(file, member);
    }

    private static final class Content extends BlockInputStream {
        private static final int CHUNK = 64 << 10;

        private final Fd file;
        private final byte[] buffer = new byte[CHUNK];
        private long next;
        private long left;
        private int at;
        private int limit;

        Content(Fd file, Member member) {
            this.file = file;
            next = member.offset();
            left = member.size();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (at == limit) {
                if (left == 0) {
                    return -1;
                }
                fill();
            }
            int part = Math.min(length, limit - at);
            System.arraycopy(buffer, at, target, offset, part);
            at += part;
            return part;
        }

        private void fill() throws IOException {
            int got = Read.at(file, buffer, next);
            if (got == 0) {
                throw cut();
            }
            at = 0;
            limit = (int) Math.min(got, left);
            next += limit;
            left -= limit;
        }
    }
}
