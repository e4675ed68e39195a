package sampan.oci.image;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Something that claims to be an image, or to name one, is not well formed; the message says what and where. */
public final class ImageFormatException extends IOException {
    private static final long serialVersionUID = 1;

    public ImageFormatException(String message) {
        super(message);
    }

    public ImageFormatException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
