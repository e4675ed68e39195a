package sampan.core.system;

/** This build of Sampan. */
public final class Release {
    public static final String VERSION = "0.1.0";

    /** The newest version of the Docker Engine API that is spoken. */
    public static final String NEWEST_API = "1.56";

    public static final String OLDEST_API = "1.24";

    private Release() {}

    /** The commit it was built from; empty when the build did not say. */
    public static String commit() {
        return System.getProperty("sampan.commit", "");
    }

    /** When, in RFC 3339; empty when the build did not say. */
    public static String built() {
        return System.getProperty("sampan.built", "");
    }
}
