#!/usr/bin/env python3
"""How long a line takes from one user to another while strangers try passwords.  By hand: README.md.

usage: sasl_load.py PORT [ATTEMPTS-PER-SECOND [SECONDS [ADDRESSES]]]
Attempts come from 127.x.y.z, each over a connection of its own: PLAIN with a wrong password, for an account that there is (alice) and for
others.  Two users in a process of their own say a line each 5 ms; first nobody else is there, then everybody.
"""
import asyncio
import base64
import collections
import multiprocessing
import random
import socket
import sys
import time


def user(port, nick):
    s = socket.create_connection(("127.0.0.1", port), 20)
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    s.sendall(("NICK %s\r\nUSER %s 0 * :%s\r\n" % (nick, nick, nick)).encode())
    rest = b""
    while b" 422 " not in rest and b" 376 " not in rest:
        rest += s.recv(65536)
    return s


def hear(s, token):
    got = b""
    while token not in got:
        got += s.recv(65536)


def chat(port, seconds, pipe):
    a, b = user(port, "chat%da" % random.randrange(10**6)), user(port, "chat%db" % random.randrange(10**6))
    b.sendall(b"JOIN #load\r\n")
    hear(b, b" 366 ")
    a.sendall(b"JOIN #load\r\n")
    hear(a, b" 366 ")
    hear(b, b"JOIN")
    times, end, n = [], time.monotonic() + seconds, 0
    while time.monotonic() < end:
        n += 1
        token = b"line-%d-" % n
        begin = time.monotonic()
        a.sendall(b"PRIVMSG #load :" + token + b"\r\n")
        hear(b, token)
        times.append((time.monotonic() - begin) * 1000)
        time.sleep(0.005)
    pipe.send(times)


def measured(port, seconds):
    here, there = multiprocessing.Pipe()
    p = multiprocessing.Process(target=chat, args=(port, seconds, there))
    p.start()
    return p, here


def tell(what, times):
    times.sort()
    print("%-22s lines %5d  median %6.2f ms  p99 %6.2f ms  most %6.2f ms" % (
        what, len(times), times[len(times) // 2], times[len(times) * 99 // 100], times[-1]))


async def attempt(port, address, answers):
    name = "alice" if random.random() < 0.5 else "guess%d" % random.randrange(10**6)
    plain = base64.b64encode(("\0%s\0wrong%d" % (name, random.randrange(10**6))).encode()).decode()
    begin = time.monotonic()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0))
        writer.write(("AUTHENTICATE PLAIN\r\nAUTHENTICATE %s\r\n" % plain).encode())
        line = b""
        while b" 90" not in line:
            line = await asyncio.wait_for(reader.readline(), 30)
            if not line:
                break
        writer.close()
    except (OSError, asyncio.TimeoutError) as e:
        line = type(e).__name__.encode()
    text = line.decode().strip().rsplit(":", 1)[-1].strip()
    answers[text].append((time.monotonic() - begin) * 1000)


async def storm(port, rate, seconds, addresses):
    answers, tasks = collections.defaultdict(list), []
    begin = time.monotonic()
    for n in range(rate * seconds):
        await asyncio.sleep(max(0, begin + n / rate - time.monotonic()))
        k = n % addresses
        tasks.append(asyncio.create_task(
            attempt(port, "127.%d.%d.%d" % (1 + k // 62500, k // 250 % 250, 1 + k % 250), answers)))
    await asyncio.wait(tasks, timeout=30)
    return answers


def main():
    port = int(sys.argv[1])
    rate, seconds, addresses = (int(a) for a in (sys.argv[2:] + ["200", "20", "5000"][len(sys.argv) - 2:]))
    p, pipe = measured(port, seconds)
    tell("nobody else", pipe.recv())
    p.join()
    p, pipe = measured(port, seconds)
    answers = asyncio.run(storm(port, rate, seconds, addresses))
    tell("%d attempts a second" % rate, pipe.recv())
    p.join()
    for text, times in sorted(answers.items()):
        times.sort()
        print("  %-45s %5d  median %7.1f ms" % (text, len(times), times[len(times) // 2]))


if __name__ == "__main__":
    main()
