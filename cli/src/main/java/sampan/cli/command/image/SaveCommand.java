package sampan.cli.command.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.ImagePlatform;
import sampan.cli.call.OutputFile;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.progress.Progress;
import sampan.cli.progress.ProgressStream;
import sampan.core.error.EngineException;
import sampan.core.image.archive.ImageSaving;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.FileType;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Stat;
import sampan.oci.image.Platform;
import sampan.oci.layer.Reason;

/** {@code save}: writes images to an archive. */
public final class SaveCommand implements Command {
    private static final Flag<String> OUTPUT =
            Flag.text("output", "Write to a file, instead of STDOUT").shorthand('o');
    private static final Flag<Platform> PLATFORM = ImagePlatform.flag("Save only this platform");

    private static final Usage USAGE = Usage.of(
                    "save",
                    "IMAGE [IMAGE...]",
                    "Save one or more images to a tar archive (streamed to STDOUT by default)")
            .aliases("image save", "save")
            .flags(OUTPUT, PLATFORM)
            .atLeast(1);

    private static final int BUFFER = 256 << 10;

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        String output = call.value(OUTPUT).orElse("");
        if (output.isEmpty() && call.session().request().isTerminal(1)) {
            throw new InvalidValue("cowardly refusing to save to a terminal. Use the -o flag or redirect");
        }
        checkFolder(call, output);
        try (ImageSaving images = call.engine().images().save(call.operands(), call.value(PLATFORM))) {
            if (output.isEmpty()) {
                write(images, call, call.out());
            } else {
                writeFile(images, call, output);
            }
            return 0;
        }
    }

    /** What Docker's client looks at before it asks for anything. */
    private static void checkFolder(Call call, String output) throws IOException, InvalidValue {
        if (output.isEmpty()) {
            return;
        }
        int slash = output.lastIndexOf('/');
        String folder = slash <= 0 ? (slash == 0 ? "/" : ".") : output.substring(0, slash);
        String bad = "failed to save image: ";
        try (Fd found = call.invoker().files().open(folder, OpenFlags.O_PATH, 0)) {
            if (Stat.of(found).type() != FileType.DIRECTORY) {
                throw new InvalidValue(bad + "invalid output path: " + folder + " is not a directory");
            }
        } catch (SyscallException failed) {
            throw new InvalidValue(bad + "invalid output path: stat " + folder + ": " + Errno.sentence(failed.errno()));
        }
        try (Fd found = call.invoker().files().open(output, OpenFlags.O_PATH, 0)) {
            if (Stat.of(found).type() == FileType.DIRECTORY) {
                throw new InvalidValue(bad + "cannot write to a directory");
            }
        } catch (SyscallException failed) {
            if (!failed.is(Errno.ENOENT)) {
                throw new InvalidValue(
                        bad + "invalid output path: stat " + output + ": " + Errno.sentence(failed.errno()));
            }
        }
    }

    /** Half an archive is none: the file is there when all of it is. */
    private static void writeFile(ImageSaving images, Call call, String name) throws IOException, CommandFailure {
        try (OutputFile file = OutputFile.open(call, name, "failed to save image: ")) {
            write(images, call, file);
            file.commit();
        }
    }

    private static void write(ImageSaving images, Call call, OutputStream target) throws IOException, CommandFailure {
        Checked checked = new Checked(call, target);
        try (Progress progress = Progress.of(call.session(), "Saving", 0)) {
            BufferedOutputStream out = new BufferedOutputStream(new ProgressStream(checked, progress), BUFFER);
            images.writeTo(out);
            out.flush();
        } catch (SyscallException failed) {
            throw new CommandFailure(1, "write: " + Errno.sentence(failed.errno()));
        } catch (IOException failed) {
            call.session().checkCancelled();
            if (checked.failed) {
                throw failed;
            }
            throw new EngineException.SystemError("cannot save the images: " + Reason.of(failed), null);
        }
    }

    /** Ends with the caller's patience. */
    private static final class Checked extends OutputStream {
        private final Call call;
        private final OutputStream target;
        private boolean failed;

        Checked(Call call, OutputStream target) {
            this.call = call;
            this.target = target;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            call.session().checkCancelled();
            try {
                target.write(bytes, offset, length);
            } catch (IOException broken) {
                failed = true;
                throw broken;
            }
        }
    }
}
