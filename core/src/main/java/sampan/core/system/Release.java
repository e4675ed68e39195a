package sampan.core.system;

/** This build of Sampan. */
public final class Release {
    public static final String VERSION = "0.1.0";

    /** The newest version of the Docker Engine API that is spoken. */
    public static final String NEWEST_API = "1.56";

    public static final String OLDEST_API = "1.24";

    /** The release of Docker that clients of its API are to take this one for: some refuse an engine that seems too old for them, as Testcontainers does before 1.6.0. */
    public static final String AS_DOCKER = "29.0.0+sampan." + VERSION;

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
