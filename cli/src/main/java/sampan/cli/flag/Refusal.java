package sampan.cli.flag;

/** Why a flag that is known cannot be used. */
public sealed interface Refusal {
    /** @param what must exist before this flag can work */
    record Later(String what) implements Refusal {
        @Override
        public String sentence(String flag) {
            return "--" + flag + " is not supported yet: it comes with " + what + " in a later version of Sampan";
        }
    }

    /** What it sets, only Windows has. */
    record Windows() implements Refusal {
        @Override
        public String sentence(String flag) {
            return "\"--" + flag + "\" is only supported on a Docker daemon running on windows, "
                    + "but the Docker daemon is running on linux";
        }
    }

    /** There is nothing that it could set. */
    record Without(String reason) implements Refusal {
        @Override
        public String sentence(String flag) {
            return "--" + flag + " is not supported: " + reason;
        }
    }

    /** It is about things of a swarm, which Sampan is never part of. */
    record Swarm() implements Refusal {
        @Override
        public String sentence(String flag) {
            return "Error response from daemon: This node is not a swarm manager. Use \"docker swarm init\" or "
                    + "\"docker swarm join\" to connect this node to swarm and try again.";
        }
    }

    /** For who used it; Docker's, where Docker refuses it too. */
    String sentence(String flag);
}
