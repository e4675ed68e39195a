package sampan.runtime.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The words of a mount's options, sorted by what they change.
 *
 * @param own attributes of the mount itself
 * @param all attributes of the mount and those below it ({@code rro})
 * @param data what is left: the file system's own options
 */
record MountOptions(
        Attributes own,
        Attributes all,
        Optional<Propagation> propagation,
        boolean bind,
        boolean recursive,
        IdMap idmap,
        boolean copyUp,
        List<String> data) {
    private static final long ATIME = Symbol.MOUNT_ATTR__ATIME.value();

    /** Attribute words: bits to set, bits to clear. {@code rsomething} is the same for the whole tree. */
    private static final Map<String, Attributes> ATTRIBUTES = Map.ofEntries(
            sets("ro", Symbol.MOUNT_ATTR_RDONLY),
            clears("rw", Symbol.MOUNT_ATTR_RDONLY),
            sets("nosuid", Symbol.MOUNT_ATTR_NOSUID),
            clears("suid", Symbol.MOUNT_ATTR_NOSUID),
            sets("nodev", Symbol.MOUNT_ATTR_NODEV),
            clears("dev", Symbol.MOUNT_ATTR_NODEV),
            sets("noexec", Symbol.MOUNT_ATTR_NOEXEC),
            clears("exec", Symbol.MOUNT_ATTR_NOEXEC),
            sets("nodiratime", Symbol.MOUNT_ATTR_NODIRATIME),
            clears("diratime", Symbol.MOUNT_ATTR_NODIRATIME),
            sets("nosymfollow", Symbol.MOUNT_ATTR_NOSYMFOLLOW),
            clears("symfollow", Symbol.MOUNT_ATTR_NOSYMFOLLOW),
            Map.entry("relatime", new Attributes(0, ATIME)),
            Map.entry("atime", new Attributes(0, ATIME)),
            Map.entry("nostrictatime", new Attributes(0, ATIME)),
            Map.entry("noatime", new Attributes(Symbol.MOUNT_ATTR_NOATIME.value(), ATIME)),
            Map.entry("norelatime", new Attributes(Symbol.MOUNT_ATTR_STRICTATIME.value(), ATIME)),
            Map.entry("strictatime", new Attributes(Symbol.MOUNT_ATTR_STRICTATIME.value(), ATIME)));

    /** Of a superblock; said by name to a new file system, and without a meaning for a bind mount. */
    private static final List<String> SUPERBLOCK = List.of("sync", "dirsync", "lazytime", "mand");

    /** Defaults, words for other programs, and those whose time is over. */
    private static final List<String> IGNORED = List.of(
            "defaults",
            "async",
            "nolazytime",
            "nomand",
            "loud",
            "silent",
            "iversion",
            "noiversion",
            "acl",
            "noacl",
            "remount",
            "auto",
            "noauto",
            "user",
            "nouser",
            "owner",
            "_netdev",
            "nofail");

    MountOptions {
        data = List.copyOf(data);
    }

    /** Bits to set and bits to clear in a mount's attributes. */
    record Attributes(long set, long clear) {
        static final Attributes NONE = new Attributes(0, 0);

        /** What comes later wins. */
        Attributes then(Attributes later) {
            return new Attributes((set & ~later.clear) | later.set, (clear & ~later.set) | later.clear);
        }

        boolean none() {
            return set == 0 && clear == 0;
        }
    }

    /** How mounts and unmounts travel between this mount and its peers. */
    record Propagation(Symbol kind, boolean recursive) {
        static Optional<Propagation> of(String word) {
            boolean recursive = word.startsWith("r");
            return switch (recursive ? word.substring(1) : word) {
                case "private" -> Optional.of(new Propagation(Symbol.MS_PRIVATE, recursive));
                case "shared" -> Optional.of(new Propagation(Symbol.MS_SHARED, recursive));
                case "slave" -> Optional.of(new Propagation(Symbol.MS_SLAVE, recursive));
                case "unbindable" -> Optional.of(new Propagation(Symbol.MS_UNBINDABLE, recursive));
                default -> Optional.empty();
            };
        }
    }

    /** Whether ids are mapped, and how far down. */
    enum IdMap {
        NONE,
        MOUNT,
        TREE
    }

    static MountOptions parse(List<String> words) {
        Reading reading = new Reading();
        words.forEach(reading::word);
        return reading.done();
    }

    private static Map.Entry<String, Attributes> sets(String word, Symbol attribute) {
        return Map.entry(word, new Attributes(attribute.value(), 0));
    }

    private static Map.Entry<String, Attributes> clears(String word, Symbol attribute) {
        return Map.entry(word, new Attributes(0, attribute.value()));
    }

    /** The options as far as they are read. */
    private static final class Reading {
        private Attributes own = Attributes.NONE;
        private Attributes all = Attributes.NONE;
        private Optional<Propagation> propagation = Optional.empty();
        private boolean bind;
        private boolean recursive;
        private IdMap idmap = IdMap.NONE;
        private boolean copyUp;
        private final List<String> data = new ArrayList<>();

        void word(String word) {
            switch (word) {
                case "bind" -> bind = true;
                case "rbind" -> {
                    bind = true;
                    recursive = true;
                }
                case "idmap" -> idmap = IdMap.MOUNT;
                case "ridmap" -> idmap = IdMap.TREE;
                case "tmpcopyup" -> copyUp = true;
                default -> attribute(word);
            }
        }

        private void attribute(String word) {
            Attributes attributes = ATTRIBUTES.get(word);
            Attributes forAll = word.startsWith("r") ? ATTRIBUTES.get(word.substring(1)) : null;
            Optional<Propagation> spread = Propagation.of(word);
            if (attributes != null) {
                own = own.then(attributes);
            } else if (forAll != null) {
                all = all.then(forAll);
            } else if (spread.isPresent()) {
                propagation = spread;
            } else if (SUPERBLOCK.contains(word) || !IGNORED.contains(word)) {
                data.add(word);
            }
        }

        MountOptions done() {
            return new MountOptions(own, all, propagation, bind, recursive, idmap, copyUp, data);
        }
    }
}
