package sampan.kernel.rootfs;

import sampan.kernel.file.Chown;

/** Mode and owner of what is made. {@link Chown#UNCHANGED} leaves it to whoever makes it. */
public record Ownership(int mode, long uid, long gid) {
    /** What unpacking and mounting make where a parent is missing. */
    public static final Ownership PARENT = new Ownership(0755, Chown.UNCHANGED, Chown.UNCHANGED);
}
