package sampan.kernel.nftables;

import java.io.IOException;

/** The rules were refused, with nft's first line about it; nothing of them was applied. */
public final class NftablesException extends IOException {
    private static final long serialVersionUID = 1;

    NftablesException(String message) {
        super(message);
    }
}
