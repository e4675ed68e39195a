/** Compiles a runtime specification into a launch program, explains it and talks to the monitor that runs it. */
module sampan.runtime {
    requires transitive sampan.oci;
    requires org.freedesktop.dbus;
    requires tools.jackson.databind;
    requires static org.jspecify;

    exports sampan.runtime.cgroup;
    exports sampan.runtime.command;
    exports sampan.runtime.command.call;
    exports sampan.runtime.command.json;
    exports sampan.runtime.explain;
    exports sampan.runtime.launch;
    exports sampan.runtime.program;
    exports sampan.runtime.user;
    exports sampan.runtime.seccomp;
    exports sampan.runtime.state;
    exports sampan.runtime.systemd;

    opens sampan.runtime.systemd to
            org.freedesktop.dbus;
    opens sampan.runtime.state to
            tools.jackson.databind;
}
