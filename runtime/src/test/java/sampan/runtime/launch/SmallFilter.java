package sampan.runtime.launch;

import java.util.EnumSet;
import java.util.List;
import sampan.kernel.seccomp.Action;
import sampan.kernel.seccomp.Filter;
import sampan.kernel.seccomp.FilterCompiler;
import sampan.kernel.seccomp.FilterFlag;
import sampan.kernel.seccomp.Rule;
import sampan.kernel.syscall.Abi;

/** A filter that allows all but a few calls. */
final class SmallFilter {
    private SmallFilter() {}

    static byte[] refusing(String... calls) {
        return FilterCompiler.compile(new Filter(
                Action.ALLOW,
                List.of(Abi.host()),
                EnumSet.noneOf(FilterFlag.class),
                List.of(new Rule(List.of(calls), Action.errno(1), List.of()))));
    }
}
