package sampan.core.network.definition;

import java.util.Arrays;
import java.util.Optional;

/** What makes a network. */
public enum Driver {
    BRIDGE("bridge"),
    HOST("host"),
    NONE("null"),
    MACVLAN("macvlan"),
    IPVLAN("ipvlan"),
    CNI("cni");

    private final String word;

    Driver(String word) {
        this.word = word;
    }

    /** Docker's word for it. */
    public String word() {
        return word;
    }

    public static Optional<Driver> of(String word) {
        return Arrays.stream(values())
                .filter(driver -> driver.word.equals(word))
                .findFirst();
    }

    /** One network of it is all there is. */
    boolean isSingle() {
        return this == HOST || this == NONE;
    }
}
