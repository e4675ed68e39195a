package sampan.core.event;

import java.util.List;

/** What happened, in Docker's word for it. Some say more behind a colon: {@code exec_start: sh -c date}. */
public record Action(String text) {
    public static final Action ARCHIVE_PATH = new Action("archive-path");
    public static final Action ATTACH = new Action("attach");
    public static final Action COMMIT = new Action("commit");
    public static final Action CONNECT = new Action("connect");
    public static final Action CREATE = new Action("create");
    public static final Action DELETE = new Action("delete");
    public static final Action DESTROY = new Action("destroy");
    public static final Action DETACH = new Action("detach");
    public static final Action DIE = new Action("die");
    public static final Action DISCONNECT = new Action("disconnect");
    public static final Action EXEC_DETACH = new Action("exec_detach");
    public static final Action EXEC_DIE = new Action("exec_die");
    public static final Action EXPORT = new Action("export");
    public static final Action EXTRACT_TO_DIR = new Action("extract-to-dir");
    public static final Action IMPORT = new Action("import");
    public static final Action KILL = new Action("kill");
    public static final Action LOAD = new Action("load");
    public static final Action MOUNT = new Action("mount");
    public static final Action OOM = new Action("oom");
    public static final Action PAUSE = new Action("pause");
    public static final Action PRUNE = new Action("prune");
    public static final Action PULL = new Action("pull");
    public static final Action PUSH = new Action("push");
    public static final Action RELOAD = new Action("reload");
    public static final Action RENAME = new Action("rename");
    public static final Action RESIZE = new Action("resize");
    public static final Action RESTART = new Action("restart");
    public static final Action SAVE = new Action("save");
    public static final Action START = new Action("start");
    public static final Action STOP = new Action("stop");
    public static final Action TAG = new Action("tag");
    public static final Action TOP = new Action("top");
    public static final Action UNMOUNT = new Action("unmount");
    public static final Action UNPAUSE = new Action("unpause");
    public static final Action UNTAG = new Action("untag");
    public static final Action UPDATE = new Action("update");

    public static Action execCreate(List<String> command) {
        return of("exec_create: ", command);
    }

    public static Action execStart(List<String> command) {
        return of("exec_start: ", command);
    }

    /** A program without arguments has a blank behind it, as with Docker. */
    private static Action of(String word, List<String> command) {
        return new Action(word + command.getFirst() + " " + String.join(" ", command.subList(1, command.size())));
    }

    /** @param status {@code healthy} or {@code unhealthy} */
    public static Action healthStatus(String status) {
        return new Action("health_status: " + status);
    }
}
