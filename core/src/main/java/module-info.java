/** The engine as a library: images, snapshots, containers, exec, volumes, logs. */
module sampan.core {
    requires transitive sampan.runtime;
    requires static org.jspecify;
}
