/** The only native code of Sampan: one class per manual page. */
module sampan.kernel {
    requires static org.jspecify;

    exports sampan.kernel;
    exports sampan.kernel.cgroup;
    exports sampan.kernel.file;
    exports sampan.kernel.process;
    exports sampan.kernel.socket;
    exports sampan.kernel.seccomp;
    exports sampan.kernel.syscall;
}
