"""A network between namespaces, in user space: delay, loss and a rate for whatever crosses it. No module of the kernel but tun is needed.

usage: forwarder.py DELAY_MS LOSS RATE_BITS SEED NAME=ADDRESS...    one way, a share of 1, bits a second of each sender; "-" is the namespace it began in
Says "ready" when the devices are there, and ends with its input.
"""

import ctypes
import fcntl
import heapq
import os
import random
import select
import socket
import struct
import subprocess
import sys
import time

CLONE_NEWNET = 0x40000000
TUNSETIFF = 0x400454CA
IFF_TUN_NO_PI = 0x0001 | 0x1000
PACKET_BYTES = 2048
# As a router's: what waits longer than this is lost.
QUEUE_S = 0.2


def open_tun(name: str, address: str) -> int:
    if name != "-":
        with open(f"/var/run/netns/{name}") as namespace:
            if ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), CLONE_NEWNET) != 0:
                raise OSError(ctypes.get_errno(), f"no namespace {name}")
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    device = f"tacet{os.getppid() % 100000}"
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22x", device.encode(), IFF_TUN_NO_PI))
    for command in (
        f"ip address add {address}/24 dev {device}",
        f"ip link set {device} mtu 1400 txqueuelen 5000 up",
        *(() if name == "-" else ("ip link set lo up", f"ip route add default dev {device}")),
    ):
        subprocess.run(command.split(), check=True)
    return tun


def main() -> None:
    delay, loss, rate = float(sys.argv[1]) / 1000, float(sys.argv[2]), float(sys.argv[3])
    dice = random.Random(sys.argv[4])
    # The own namespace comes first: from another there is no way back by name.
    ends = {}
    for name, address in sorted(end.split("=") for end in sys.argv[5:]):
        ends[socket.inet_aton(address)] = open_tun(name, address)
    print("ready", flush=True)
    free = dict.fromkeys(ends.values(), 0.0)
    waiting: list[tuple[float, int, int, bytes]] = []
    count = 0
    sources = [sys.stdin.fileno(), *ends.values()]
    while True:
        timeout = max(0.0, waiting[0][0] - time.monotonic()) if waiting else None
        for ready in select.select(sources, [], [], timeout)[0]:
            if ready == sys.stdin.fileno():
                return
            for _ in range(64):
                try:
                    packet = os.read(ready, PACKET_BYTES)
                except BlockingIOError:
                    break
                to = ends.get(packet[16:20])
                now = time.monotonic()
                sent = max(now, free[ready]) + len(packet) * 8 / rate
                if to is None or dice.random() < loss or sent - now > QUEUE_S:
                    continue
                free[ready] = sent
                count += 1
                heapq.heappush(waiting, (sent + delay, count, to, packet))
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            _, _, to, packet = heapq.heappop(waiting)
            os.write(to, packet)


main()
