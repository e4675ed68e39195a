package sampan.cli.command.container;

/**
 * One of the two operands of {@code cp}.
 *
 * @param container empty: a path of the host
 */
record CpArgument(String container, String path) {
    static final String STREAM = "-";

    /** {@code /a:b}, {@code ./a:b} and {@code a} are paths of the host. */
    static CpArgument parse(String text) {
        int colon = text.indexOf(':');
        if (text.startsWith("/") || colon < 0 || text.startsWith(".")) {
            return new CpArgument("", text);
        }
        return new CpArgument(text.substring(0, colon), text.substring(colon + 1));
    }

    boolean isContainers() {
        return !container.isEmpty();
    }

    boolean isStream() {
        return container.isEmpty() && path.equals(STREAM);
    }
}
