package sampan.kernel.call;

/** The two architectures Sampan runs on differ in a few numbers; this picks the right one. */
public final class Architecture {
    private static final boolean X86_64 = isX86(System.getProperty("os.arch"));

    private Architecture() {}

    private static boolean isX86(String architecture) {
        return switch (architecture) {
            case "amd64", "x86_64" -> true;
            case "aarch64" -> false;
            default -> throw new UnsupportedOperationException("architecture " + architecture);
        };
    }

    public static boolean x86() {
        return X86_64;
    }

    public static int pick(int x86, int aarch64) {
        return X86_64 ? x86 : aarch64;
    }
}
