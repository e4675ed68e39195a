package sampan.core.sbom;

/** Who packed something; the words are those of package URLs. */
public enum PackageKind {
    DEB("deb"),
    RPM("rpm"),
    APK("apk"),
    JAVA("maven"),
    NPM("npm"),
    PYTHON("pypi");

    private final String type;

    PackageKind(String type) {
        this.type = type;
    }

    /** The type of a package URL. */
    public String type() {
        return type;
    }

    /** Whether the distribution is part of what it is called. */
    boolean isDistributions() {
        return this == DEB || this == RPM || this == APK;
    }
}
