# What a container's processes may not do, whatever capabilities they have: mount, reach into other processes, and write where the kernel
# is set up. Everything a plain program does is allowed; the container's namespaces, cgroups and system call filter do the rest.
profile sampan-default flags=(attach_disconnected,mediate_deleted) {
  capability,
  file,
  network,
  umount,

  # The host's managers stop containers; a container's processes signal and trace only each other.
  signal (receive) peer=unconfined,
  signal (receive) peer=/usr/bin/sampan*,
  signal (send, receive) peer=sampan-default,
  ptrace (trace, read, tracedby, readby) peer=sampan-default,

  deny mount,

  # /proc: a process's own folder only, and the parameters of an ipc namespace.
  deny /proc/[^1-9]* wkl,
  deny /proc/[a-r]*/** wkl,
  deny /proc/[t-z]*/** wkl,
  deny /proc/s[^y]*/** wkl,
  deny /proc/sys/[^k]** wkl,
  deny /proc/sys/kernel/[^ms]** wkl,
  deny /proc/sys/kernel/s[^eh]** wkl,
  deny /proc/sys/kernel/m[^s]** wkl,
  deny /proc/{kcore,kmem,mem,kallsyms,sysrq-trigger,kpagecount,kpageflags} rwkl,

  # /sys: nothing but the container's cgroups.
  deny /sys/[^f]*/** wkl,
  deny /sys/f[^s]*/** wkl,
  deny /sys/fs/[^c]*/** wkl,
  deny /sys/fs/c[^g]*/** wkl,
  deny /sys/firmware/** rwkl,
  deny /sys/kernel/security/** rwkl,
  deny /sys/devices/virtual/powercap/** rwkl,
}
