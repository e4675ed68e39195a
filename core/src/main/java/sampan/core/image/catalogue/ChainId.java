package sampan.core.image.catalogue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import sampan.oci.image.Digest;

/** config.md#layer-chainid: names a layer together with all those beneath it. Docker prints it where layers are removed. */
public final class ChainId {
    private ChainId() {}

    /** Of each layer, the lowest first. */
    public static List<Digest> of(List<Digest> diffIds) {
        List<Digest> chain = new ArrayList<>();
        for (Digest diffId : diffIds) {
            chain.add(chain.isEmpty() ? diffId : Digest.sha256((chain.getLast() + " " + diffId).getBytes(US_ASCII)));
        }
        return chain;
    }
}
