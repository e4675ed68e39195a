package sampan.core.volume;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import sampan.core.error.EngineException;

/** A name that is safe as a file name, by Docker's rule. */
public record VolumeName(String text) {
    private static final Pattern VALID = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");
    private static final int MAX = 255;
    private static final int RANDOM_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** @throws EngineException.InvalidArgument in Docker's words */
    public VolumeName {
        if (text.length() == 1) {
            throw new EngineException.InvalidArgument(
                    "volume name is too short, names should be at least two alphanumeric characters");
        }
        if (!VALID.matcher(text).matches()) {
            throw new EngineException.InvalidArgument("\"" + text
                    + "\" includes invalid characters for a local volume name, only \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed."
                    + " If you intended to pass a host directory, use absolute path");
        }
        if (text.length() > MAX) {
            throw new EngineException.InvalidArgument("volume name is longer than " + MAX + " characters");
        }
    }

    static boolean isValid(String text) {
        return VALID.matcher(text).matches() && text.length() <= MAX;
    }

    /** @throws EngineException.InvalidArgument as Docker says it of a volume that is to be made */
    static VolumeName wanted(String text) {
        try {
            return new VolumeName(text);
        } catch (EngineException.InvalidArgument wrong) {
            throw new EngineException.InvalidArgument("create " + text + ": " + wrong.getMessage());
        }
    }

    /** A name for a volume nobody named. */
    static VolumeName random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return new VolumeName(HexFormat.of().formatHex(bytes));
    }

    @Override
    public String toString() {
        return text;
    }
}
