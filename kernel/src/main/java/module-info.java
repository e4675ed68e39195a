/** The only native code of Sampan: one class per manual page. */
module sampan.kernel {
    requires static org.jspecify;

    exports sampan.kernel.capability;
    exports sampan.kernel.cgroup;
    exports sampan.kernel.digest;
    exports sampan.kernel.file;
    exports sampan.kernel.mount;
    exports sampan.kernel.netlink;
    exports sampan.kernel.nftables;
    exports sampan.kernel.process;
    exports sampan.kernel.rootfs;
    exports sampan.kernel.seccomp;
    exports sampan.kernel.socket;
    exports sampan.kernel.syscall;
    exports sampan.kernel.terminal;
    exports sampan.kernel;
}
