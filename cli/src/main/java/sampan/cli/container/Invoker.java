package sampan.cli.container;

import java.util.Map;
import sampan.core.caller.HostFiles;

/**
 * What a command line can refer to: its caller's files, folder and environment.
 *
 * @param rows of the caller's terminal; 0: none
 */
public record Invoker(HostFiles host, String directory, Map<String, String> environment, int rows, int columns) {
    public CallerFiles files() {
        return new CallerFiles(host, directory);
    }
}
