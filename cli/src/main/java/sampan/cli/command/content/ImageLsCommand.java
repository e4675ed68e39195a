package sampan.cli.command.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.command.image.ImagesCommand;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.core.content.ImageContent;
import sampan.core.snapshot.MergedTree.Child;
import sampan.kernel.file.FileStatus;

/** {@code image ls}: Docker's list of images, and with a path or {@code -l} the files of one. */
public final class ImageLsCommand implements Command {
    private static final Flag<Boolean> LONG = Flag.bool(
                    "long", "List files of an image with mode, owner, size and time")
            .shorthand('l');
    private static final Flag<Boolean> RECURSIVE =
            Flag.bool("recursive", "List files of an image, and all below them").shorthand('R');

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final int BUFFER = 64 << 10;

    private final ImagesCommand images = new ImagesCommand();

    @Override
    public Usage usage() {
        List<Flag<?>> flags = new ArrayList<>(images.usage().flags());
        flags.add(LONG);
        flags.add(RECURSIVE);
        return Usage.of(
                        "image ls",
                        "[REPOSITORY[:TAG]] | IMAGE PATH",
                        "List images, or the files of one\n\nWith a path, or with --long or --recursive, the first word"
                                + " is an image whose files are listed;\nwithout, it is a repository as in Docker."
                                + " Nothing of the image is run or mounted.")
                .aliases("image ls", "image list")
                .flags(flags)
                .between(0, 2);
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue {
        boolean files = call.operands().size() == 2 || call.on(LONG) || call.on(RECURSIVE);
        if (!files) {
            return images.run(call);
        }
        for (Flag<?> flag : images.usage().flags()) {
            if (call.flags().given(flag)) {
                throw new InvalidValue("--" + flag.name() + " is about lists of images, not of files");
            }
        }
        if (call.operands().isEmpty()) {
            throw new InvalidValue("files of which image? 'sampan image ls --long IMAGE [PATH]'");
        }
        String image = call.operands().getFirst();
        String path = call.operands().size() == 2 ? call.operands().get(1) : "/";
        try (ImageContent content = Contents.open(call, image)) {
            BufferedOutputStream out = new BufferedOutputStream(call.out(), BUFFER);
            list(call, content, Contents.follow(content, path, image), out);
            out.flush();
        }
        return 0;
    }

    private static void list(Call call, ImageContent content, Child top, OutputStream out) throws IOException {
        boolean recursive = call.on(RECURSIVE);
        if (!top.status().isDirectory()) {
            line(call, content, top, out, true);
            return;
        }
        Deque<Child> todo = new ArrayDeque<>(content.list(top));
        while (!todo.isEmpty()) {
            call.session().checkCancelled();
            Child child = todo.pop();
            line(call, content, child, out, recursive);
            if (recursive && child.status().isDirectory()) {
                List.copyOf(content.list(child)).reversed().forEach(todo::push);
            }
        }
    }

    private static void line(Call call, ImageContent content, Child child, OutputStream out, boolean full)
            throws IOException {
        FileNames names = FileNames.of(call);
        if (call.on(LONG)) {
            out.write(details(child.status()).getBytes(ISO_8859_1));
        }
        out.write(full ? names.bytes(child.path()) : names.bytes(child.path().name()));
        if (call.on(LONG) && child.status().isSymlink()) {
            out.write(" -> ".getBytes(ISO_8859_1));
            out.write(names.bytes(content.target(child)));
        }
        out.write('\n');
    }

    private static String details(FileStatus status) {
        return "%s %5d %5d %10s %s "
                .formatted(
                        mode(status),
                        status.uid(),
                        status.gid(),
                        size(status),
                        WHEN.format(status.modified().atOffset(ZoneOffset.UTC)));
    }

    private static String size(FileStatus status) {
        return switch (status.type()) {
            case CHARACTER_DEVICE, BLOCK_DEVICE ->
                sampan.kernel.file.Devices.major(status.special()) + ", "
                        + sampan.kernel.file.Devices.minor(status.special());
            case REGULAR, DIRECTORY, SYMLINK, FIFO, SOCKET, UNKNOWN -> String.valueOf(status.size());
        };
    }

    private static String mode(FileStatus status) {
        StringBuilder text = new StringBuilder();
        text.append(
                switch (status.type()) {
                    case REGULAR -> '-';
                    case DIRECTORY -> 'd';
                    case SYMLINK -> 'l';
                    case CHARACTER_DEVICE -> 'c';
                    case BLOCK_DEVICE -> 'b';
                    case FIFO -> 'p';
                    case SOCKET -> 's';
                    case UNKNOWN -> '?';
                });
        triple(text, status.mode() >> 6, (status.mode() & 04000) != 0, 's');
        triple(text, status.mode() >> 3, (status.mode() & 02000) != 0, 's');
        triple(text, status.mode(), (status.mode() & 01000) != 0, 't');
        return text.toString();
    }

    private static void triple(StringBuilder text, int bits, boolean special, char letter) {
        boolean executable = (bits & 1) != 0;
        text.append((bits & 4) != 0 ? 'r' : '-').append((bits & 2) != 0 ? 'w' : '-');
        if (special) {
            text.append(executable ? letter : Character.toUpperCase(letter));
        } else {
            text.append(executable ? 'x' : '-');
        }
    }
}
