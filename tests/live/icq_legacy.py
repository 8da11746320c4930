"""A login by version 2 of ICQ's old protocol: icq_legacy.py PORT UIN PASSWORD.  Prints what came of it: hello, refused, nothing."""
import socket
import struct
import sys

ACK, HELLO, WRONG = 0x000A, 0x005A, 0x0064


def login(uin: int, password: str) -> bytes:
    word = password.encode() + b"\0"
    return (struct.pack("<HHHI", 2, 0x03E8, 1, uin) + struct.pack("<IH", 0, len(word)) + word +
            struct.pack("<I4sBIIHIHH", 0x00040072, bytes([127, 0, 0, 1]), 6, 0, 3, 0, 0, 4, 0x72))


def main() -> int:
    port, uin, password = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.connect(("127.0.0.1", port))
        s.settimeout(2)
        for _ in range(10):  # a datagram may be lost: the next one is answered the same
            s.send(login(uin, password))
            try:
                while True:
                    version, command = struct.unpack_from("<HH", s.recv(8192))
                    if version != 2 or command == ACK:
                        continue
                    print({HELLO: "hello", WRONG: "refused"}.get(command, f"command {command:04x}"))
                    return 0
            except (TimeoutError, ConnectionRefusedError, struct.error):
                continue
    print("nothing")
    return 1


sys.exit(main())
