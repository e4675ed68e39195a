package sampan.cli.front;

/** Whether this engine ends so that one of its caller's build can take its place. */
@FunctionalInterface
public interface Succession {
    /**
     * Asked while no other command runs. After yes the socket's name is gone, and the caller looks for an engine anew.
     *
     * @param home the folder of the caller's build
     */
    boolean makesWay(String home);
}
