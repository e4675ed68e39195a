package sampan.core.network.name;

/** Bytes that are no DNS message. */
final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedException(String message) {
        super(message, null, false, false); // a flood of them is no reason to walk stacks
    }
}
