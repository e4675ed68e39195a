package sampan.core.log.remote;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import sampan.core.log.LogPlace;
import sampan.kernel.Fd;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.kernel.file.Write;

/**
 * How much of a log has been sent.
 *
 * @param ordinal of the last entry of this run that was sent
 * @param epoch of this run: 32 hexadecimal digits
 * @param run when it began, in nanoseconds since 1970
 */
record ForwardedPlace(LogPlace place, long ordinal, String epoch, long run) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int EPOCH_BYTES = 16;

    static final ForwardedPlace NOTHING = new ForwardedPlace(LogPlace.START, 0, "", 0);

    /** Another run counts anew. */
    ForwardedPlace in(long otherRun) {
        if (run == otherRun && !epoch.isEmpty()) {
            return this;
        }
        byte[] random = new byte[EPOCH_BYTES];
        RANDOM.nextBytes(random);
        return new ForwardedPlace(place, 0, HexFormat.of().formatHex(random), otherRun);
    }

    ForwardedPlace behind(LogPlace next) {
        return new ForwardedPlace(next, ordinal + 1, epoch, run);
    }

    /**
     * On disk: one line of fixed length, written over after every entry. So little is written at once that a killed engine leaves no half of it, and a file
     * replaced whole for every line of a log would cost more than the line.
     */
    static final class OnDisk implements AutoCloseable {
        private static final byte[] NAME = "forwarded".getBytes(StandardCharsets.US_ASCII);
        private static final String ZEROES = "0".repeat(20);
        private static final int FIELDS = 5;

        private final Fd file;

        private OnDisk(Fd file) {
            this.file = file;
        }

        static OnDisk open(Fd folder) throws IOException {
            int flags = OpenFlags.O_RDWR | OpenFlags.O_CREAT | OpenFlags.O_NOFOLLOW;
            return new OnDisk(Open.at(folder, NAME, flags, 0600));
        }

        ForwardedPlace read() throws IOException {
            byte[] bytes = new byte[256];
            int got = Read.at(file, bytes, 0);
            return parse(new String(bytes, 0, Math.max(got, 0), StandardCharsets.US_ASCII))
                    .orElse(NOTHING);
        }

        private static Optional<ForwardedPlace> parse(String line) {
            String[] words = line.strip().split(" ", -1);
            try {
                return words.length == FIELDS
                        ? Optional.of(new ForwardedPlace(
                                new LogPlace(Long.parseLong(words[0]), Long.parseLong(words[1])),
                                Long.parseLong(words[2]),
                                words[3],
                                Long.parseLong(words[4])))
                        : Optional.empty();
            } catch (NumberFormatException another) {
                return Optional.empty();
            }
        }

        void write(ForwardedPlace now) throws IOException {
            String line = fixed(now.place.inode()) + " " + fixed(now.place.offset()) + " " + fixed(now.ordinal) + " "
                    + now.epoch + " " + fixed(now.run) + "\n";
            Write.at(file, line.getBytes(StandardCharsets.US_ASCII), 0);
        }

        /** 20 digits; quicker than a format, for every line of a log. */
        private static String fixed(long number) {
            String digits = Long.toUnsignedString(number);
            return ZEROES.substring(digits.length()) + digits;
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
