package sampan.oci.spec;

/** The first window size of the terminal, in characters. */
public record ConsoleSize(int height, int width) {}
