package sampan.kernel.cgroup;

import java.util.List;
import java.util.OptionalLong;

/** {@code blkio}, which version 2 calls {@code io}: shares and rates of block devices. */
final class IoController implements Controller {
    @Override
    public String name() {
        return "blkio";
    }

    @Override
    public String unifiedName() {
        return "io";
    }

    @Override
    public boolean asked(CgroupLimits limits) {
        return !limits.io().equals(IoLimits.NONE);
    }

    @Override
    public void plan(CgroupLimits limits, Draft draft) {
        IoLimits io = limits.io();
        switch (draft.version(this)) {
            case V1 -> {
                weight1(io, draft);
                throttle1(draft, "blkio.throttle.read_bps_device", io.readBps());
                throttle1(draft, "blkio.throttle.write_bps_device", io.writeBps());
                throttle1(draft, "blkio.throttle.read_iops_device", io.readIops());
                throttle1(draft, "blkio.throttle.write_iops_device", io.writeIops());
            }
            case V2 -> {
                weight2(io, draft);
                throttle2(draft, "rbps", io.readBps());
                throttle2(draft, "wbps", io.writeBps());
                throttle2(draft, "riops", io.readIops());
                throttle2(draft, "wiops", io.writeIops());
            }
            case ABSENT -> absent(io, draft);
        }
        if (io.leafWeight().isPresent()) {
            draft.warn(name(), "Block I/O leaf weight", "Leaf weight discarded.");
        }
    }

    /** Only schedulers have weights: CFQ's file is gone since 5.0, BFQ's has another name and is there when BFQ is built in. */
    private void weight1(IoLimits io, Draft draft) {
        String prefix = draft.has("blkio.weight") ? "blkio.weight" : "blkio.bfq.weight";
        writeWeights(io, draft, prefix, prefix + "_device");
    }

    private void writeWeights(IoLimits io, Draft draft, String file, String deviceFile) {
        if (draft.has(file)) {
            io.weight().ifPresent(weight -> draft.write(this, file, weight));
        } else if (io.weight().isPresent()) {
            refuseWeight(draft);
        }
        for (IoLimits.DeviceWeight device : io.weightDevices()) {
            if (device.weight().isEmpty()) {
                continue;
            }
            if (!draft.has(deviceFile)) {
                refuseDeviceWeight(draft);
                break;
            }
            draft.write(this, deviceFile, device.device() + " " + orDefault(device.weight()));
        }
    }

    private static String orDefault(OptionalLong weight) {
        return weight.orElse(0) == 0 ? "default" : Long.toString(weight.getAsLong());
    }

    private void throttle1(Draft draft, String file, List<IoLimits.Throttle> devices) {
        for (IoLimits.Throttle device : devices) {
            if (device.rate() > 0 || !draft.fresh()) {
                draft.write(this, file, device.device() + " " + device.rate());
            }
        }
    }

    private void weight2(IoLimits io, Draft draft) {
        if (draft.has("io.bfq.weight")) {
            writeWeights(io, draft, "io.bfq.weight", "io.bfq.weight");
        } else if (draft.has("io.weight")) {
            io.weight().ifPresent(weight -> draft.write(this, "io.weight", weight(weight)));
            for (IoLimits.DeviceWeight device : io.weightDevices()) {
                device.weight()
                        .ifPresent(weight -> draft.write(
                                this,
                                "io.weight",
                                device.device() + " " + (weight == 0 ? "default" : "" + weight(weight))));
            }
        } else {
            refuseWeights(io, draft);
        }
    }

    /** A weight of BFQ (10 to 1000) as one of io.cost (1 to 10000), on a straight line as all OCI runtimes do. */
    static long weight(long bfq) {
        return 1 + (bfq - IoLimits.SMALLEST_WEIGHT) * 9_999 / (IoLimits.LARGEST_WEIGHT - IoLimits.SMALLEST_WEIGHT);
    }

    private void throttle2(Draft draft, String key, List<IoLimits.Throttle> devices) {
        for (IoLimits.Throttle device : devices) {
            if (device.rate() > 0 || !draft.fresh()) {
                String rate = device.rate() > 0 ? Long.toString(device.rate()) : "max";
                draft.write(this, "io.max", device.device() + " " + key + "=" + rate);
            }
        }
    }

    private void absent(IoLimits io, Draft draft) {
        refuseWeights(io, draft);
        refuseRate(draft, "BPS Block I/O read limit", "Block I/O BPS read limit discarded.", io.readBps());
        refuseRate(draft, "BPS Block I/O write limit", "Block I/O BPS write limit discarded.", io.writeBps());
        refuseRate(draft, "IOPS Block I/O read limit", "Block I/O IOPS read limit discarded.", io.readIops());
        refuseRate(draft, "IOPS Block I/O write limit", "Block I/O IOPS write limit discarded.", io.writeIops());
    }

    private void refuseRate(Draft draft, String what, String consequence, List<IoLimits.Throttle> devices) {
        if (!devices.isEmpty()) {
            draft.refuse(name(), what, consequence);
        }
    }

    private void refuseWeights(IoLimits io, Draft draft) {
        if (io.weight().isPresent()) {
            refuseWeight(draft);
        }
        if (!io.weightDevices().isEmpty()) {
            refuseDeviceWeight(draft);
        }
    }

    private void refuseWeight(Draft draft) {
        draft.refuse(name(), "Block I/O weight", "Weight discarded.");
    }

    private void refuseDeviceWeight(Draft draft) {
        draft.refuse(name(), "Block I/O weight_device", "Weight-device discarded.");
    }
}
