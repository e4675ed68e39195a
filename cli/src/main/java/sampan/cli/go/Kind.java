package sampan.cli.go;

/** What a type is made of. */
public enum Kind {
    /** No value at all, not even nil. */
    INVALID,
    BOOL,
    INT,
    UINT,
    FLOAT,
    STRING,
    SLICE,
    MAP,
    POINTER,
    STRUCT,
    INTERFACE;

    /** Its zero value is nil. */
    public boolean canBeNil() {
        return this == SLICE || this == MAP || this == POINTER || this == INTERFACE;
    }

    public boolean isInteger() {
        return this == INT || this == UINT;
    }
}
