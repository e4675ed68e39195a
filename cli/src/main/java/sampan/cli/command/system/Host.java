package sampan.cli.command.system;

/** The machine, in the words of images. */
final class Host {
    private Host() {}

    static String architecture() {
        String name = System.getProperty("os.arch", "");
        return switch (name) {
            case "aarch64" -> "arm64";
            default -> name;
        };
    }
}
