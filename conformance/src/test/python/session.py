"""What a program does with docker-py; DOCKER_HOST names the engine. Each step that went well is a line."""
import io
import os
import socket
import tarfile

import docker
import websocket
from docker.errors import APIError, ContainerError, NotFound
from docker.types import Healthcheck, IPAMConfig, IPAMPool, Mount

IMAGE = "localhost/busybox"
client = docker.from_env(version="auto", timeout=30)


def engine():
    assert client.ping()
    assert client.version()["Os"] == "linux"
    assert client.info()["OSType"] == "linux"
    assert client.df()["ImageUsage"]["TotalCount"] == 1
    assert any(IMAGE + ":latest" in image.tags for image in client.images.list())


def run():
    assert client.containers.run(IMAGE, ["echo", "ran"], remove=True) == b"ran\n"
    try:
        client.containers.run(IMAGE, ["sh", "-c", "echo wrong >&2; exit 3"], remove=True)
        raise AssertionError("no failure")
    except ContainerError as failure:
        assert failure.exit_status == 3 and failure.stderr == b"wrong\n", failure


def processes():
    box = client.containers.run(IMAGE, ["sleep", "600"], detach=True, name="box", environment={"WORD": "w"})
    code, (out, err) = box.exec_run(["sh", "-c", "echo $WORD; echo err >&2; exit 4"], demux=True)
    assert (code, out, err) == (4, b"w\n", b"err\n"), (code, out, err)
    code, stream = box.exec_run(["head", "-n", "1"], stdin=True, socket=True)
    stream._sock.sendall(b"typed\n")
    assert stream.read().endswith(b"typed\n")
    assert len(box.top()["Processes"]) == 1
    assert box.stats(stream=False)["pids_stats"]["current"] == 1
    box.pause()
    box.reload()
    assert box.status == "paused"
    box.unpause()
    box.update(cpu_shares=512)
    box.restart(timeout=0)
    box.stop(timeout=0)
    assert box.wait()["StatusCode"] == 137
    box.remove()
    try:
        client.containers.get("box")
        raise AssertionError("still there")
    except NotFound as missing:
        assert missing.explanation == "No such container: box", missing.explanation


def web_socket():
    box = client.containers.create(IMAGE, ["sh", "-c", "read word; echo heard $word; read more"], stdin_open=True)
    with socket.socket(socket.AF_UNIX) as unix:
        unix.connect(os.environ["DOCKER_HOST"].removeprefix("unix://"))
        stream = websocket.create_connection(
            f"ws://docker/containers/{box.id}/attach/ws?stream=1&stdin=1&stdout=1", socket=unix, suppress_origin=True)
        box.start()
        stream.send("typed\n")
        heard = b""
        while heard != b"heard typed\n":
            heard += stream.recv()
        stream.ping()
        stream.send("more\n")
        assert stream.recv_data(control_frame=True)[0] in (websocket.ABNF.OPCODE_PONG, websocket.ABNF.OPCODE_CLOSE)
    assert box.wait()["StatusCode"] == 0
    box.remove()


def logs():
    box = client.containers.run(IMAGE, ["sh", "-c", "echo one; echo two >&2; sleep 1; echo three"], detach=True)
    assert b"".join(box.logs(stream=True, follow=True, stderr=False)) == b"one\nthree\n"
    assert box.logs(stdout=False) == b"two\n"
    assert box.logs(tail=1, stderr=False) == b"three\n"
    box.remove()


def files():
    box = client.containers.run(IMAGE, ["sleep", "600"], detach=True)
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w:gz") as tar:
        entry = tarfile.TarInfo("text")
        entry.size = 7
        tar.addfile(entry, io.BytesIO(b"carried"))
    assert box.put_archive("/tmp", archive.getvalue())
    stream, stat = box.get_archive("/tmp/text")
    assert stat["name"] == "text" and stat["size"] == 7, stat
    with tarfile.open(fileobj=io.BytesIO(b"".join(stream))) as tar:
        assert tar.extractfile("text").read() == b"carried"
    assert {"Path": "/tmp/text", "Kind": 1} in box.diff()
    made = box.commit("made", "py", changes="LABEL a=b")
    assert made.labels["a"] == "b"
    saved = b"".join(made.save(named=True))
    client.images.remove("made:py")
    assert client.images.load(saved)[0].tags == ["made:py"]
    client.images.remove("made:py")
    box.remove(force=True)


def networks():
    ipam = IPAMConfig(pool_configs=[IPAMPool(subnet="10.213.8.0/24")])
    network = client.networks.create("py-net", labels={"a": "b"}, ipam=ipam)
    volume = client.volumes.create("py-vol")
    box = client.containers.run(
        IMAGE, ["sh", "-c", "echo kept > /data/file; sleep 600"], detach=True, network="py-net",
        mounts=[Mount("/data", "py-vol")], healthcheck=Healthcheck(test=["CMD", "true"], interval=100_000_000))
    box.reload()
    assert box.attrs["NetworkSettings"]["Networks"]["py-net"]["IPAddress"].startswith("10.213.8.")
    network.reload()
    assert [member.id for member in network.containers] == [box.id]
    try:
        network.remove()
        raise AssertionError("removed in use")
    except APIError as refused:
        assert refused.status_code in (403, 409), refused
    box.remove(force=True)
    network.remove()
    volume.remove()


def events():
    told = client.events(decode=True, filters={"event": ["start", "die"]})
    box = client.containers.run(IMAGE, ["true"], detach=True)
    assert [next(told)["Action"], next(told)["Action"]] == ["start", "die"]
    told.close()
    box.remove()
    assert client.containers.prune()["SpaceReclaimed"] == 0


for step in (engine, run, processes, web_socket, logs, files, networks, events):
    step()
    print(step.__name__, flush=True)
