package sampan.runtime.launch;

/** Where descriptors 0, 1 and 2 of the process come from, when it has no terminal. */
public enum Streams {
    /** Pipes to the monitor for output, /dev/null for input. */
    OUTPUT,
    /** Pipes to the monitor for all three. */
    ALL,
    /** Those of the launch process. */
    INHERITED
}
