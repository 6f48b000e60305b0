package io.gatehouse.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Random;

/** Makes from requests that mean something others that may mean two things. The same seed makes the same. */
final class Mutations {
    private static final List<String> PIECES = List.of(
            "\r\n",
            "\n",
            "\r",
            "\0",
            " ",
            "\t",
            "\u000b",
            "\u000c",
            "\u00a0",
            "\u0085",
            ":",
            ";",
            ",",
            "0",
            "+",
            "-",
            "0x",
            "_",
            "%",
            "%2f",
            "%00",
            "#",
            "?",
            "//",
            "/../",
            "HTTP/1.0",
            "HTTP/1.1",
            "Content-Length: 0\r\n",
            "Content-Length: 5\r\n",
            "Content-Length: 30\r\n",
            "Content_Length: 3\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Transfer-Encoding: identity\r\n",
            "Transfer_Encoding: chunked\r\n",
            "Transfer-Encoding:\tchunked\r\n",
            "Connection: Content-Length\r\n",
            "Connection: Transfer-Encoding, close\r\n",
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                    + "dGhlIHNhbXBsZSBub25jZQ==\r\n",
            "Expect: 100-continue\r\n",
            "Host: b\r\n",
            "X-Consumer-ID: x\r\n",
            "X-Forwarded-For: 6.6.6.6\r\n",
            "X-Gatehouse-Request-Id: 00000000000000000000000000000000\r\n",
            "Trailer: X-Consumer-ID\r\n",
            "0\r\n\r\n",
            "1\r\na\r\n",
            "\r\n\r\n",
            "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");

    private final List<byte[]> requests;
    private final Random random;

    Mutations(List<byte[]> requests, long seed) {
        this.requests = requests;
        this.random = new Random(seed);
    }

    byte[] next() {
        String request = one();
        for (int i = random.nextInt(4); i >= 0; i--) request = changed(request);
        return request.getBytes(ISO_8859_1);
    }

    private String one() {
        return new String(requests.get(random.nextInt(requests.size())), ISO_8859_1);
    }

    private String changed(String request) {
        int at = random.nextInt(request.length() + 1);
        int end = Math.min(request.length(), at + 1 + random.nextInt(8));
        String before = request.substring(0, at);
        String after = request.substring(at);
        String behind = request.substring(end);
        return switch (random.nextInt(10)) {
            case 0 -> before + behind;
            case 1 -> before + (char) random.nextInt(256) + after;
            case 2 -> before + request.substring(at, end) + after;
            case 3 -> before + (char) (end > at ? request.charAt(at) ^ 1 << random.nextInt(8) : 'x') + behind;
            case 4 -> before + piece() + behind;
            case 5 -> before + request.substring(at, end).toUpperCase(java.util.Locale.ROOT) + behind;
            case 6 -> request + one();
            case 7 -> {
                int line = request.indexOf("\r\n", at);
                yield line < 0
                        ? request + piece()
                        : request.substring(0, line + 2) + piece() + request.substring(line + 2);
            }
            default -> before + piece() + after;
        };
    }

    private String piece() {
        return PIECES.get(random.nextInt(PIECES.size()));
    }
}
