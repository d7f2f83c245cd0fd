"""Joins two network namespaces by a line that delays and loses, where the kernel has no netem.
usage: lossy-line.py namespace interface namespace interface delay-ms jitter-ms loss-share"""

import ctypes, fcntl, heapq, os, random, select, struct, sys, time

libc = ctypes.CDLL(None, use_errno=True)
NEWNET, SETIFF, TAP_WITHOUT_HEADER = 0x40000000, 0x400454CA, 0x0002 | 0x1000


def tap(namespace, name):
    with open(f"/run/netns/{namespace}") as place:
        if libc.setns(place.fileno(), NEWNET):
            raise OSError(ctypes.get_errno(), "setns")
    end = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(end, SETIFF, struct.pack("16sH", name.encode(), TAP_WITHOUT_HEADER))
    return end


one, other = tap(*sys.argv[1:3]), tap(*sys.argv[3:5])
delay, jitter, loss = map(float, sys.argv[5:8])
across = {one: other, other: one}
under_way, count = [], 0
poll = select.poll()
for end in across:
    poll.register(end, select.POLLIN)
print("ready", flush=True)

while True:
    wait = max(0, (under_way[0][0] - time.monotonic()) * 1000) if under_way else None
    for end, _ in poll.poll(wait):
        try:
            packet = os.read(end, 2048)
        except BlockingIOError:
            continue
        if random.random() < loss:
            continue
        due = time.monotonic() + max(0, delay + random.uniform(-jitter, jitter)) / 1000
        count += 1
        heapq.heappush(under_way, (due, count, across[end], packet))
    while under_way and under_way[0][0] <= time.monotonic():
        _, _, end, packet = heapq.heappop(under_way)
        try:
            os.write(end, packet)
        except OSError:
            pass  # the interface is not up yet
