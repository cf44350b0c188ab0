package com.tripsage.gateway.http;

import static com.tripsage.gateway.http.Edge.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.security.Tokens;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Answers of all sizes arrive as they are, and the next one behind them. */
@EdgeTest
class AnswerTests {

    private static final String HEAD = "{\"data\":{\"echo\":\"";
    private static final String TAIL = "\"}}";

    @LocalServerPort
    private int port;

    private Edge edge = new Edge(0);

    @BeforeEach
    void connect() {
        edge = new Edge(port);
    }

    private static String body(String text) {
        return "{\"query\":\"query ($v: Any) { echo(value: $v) }\",\"variables\":{\"v\":\"" + text + "\"}}";
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3_000, 3_100, 8_000, 60_000})
    void tellTheirLength(int length) throws Exception {
        String text = "\u00e4".repeat(length / 2);

        HttpResponse<String> answer = send(edge.post(body(text)));

        assertThat(answer.body()).isEqualTo(HEAD + text + TAIL);
        assertThat(answer.headers().firstValueAsLong("Content-Length"))
                .hasValue(answer.body().getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void goInPiecesWhereTheyAreLarge() throws Exception {
        String text = "a".repeat(1_000_000);

        HttpResponse<String> answer = send(edge.post(body(text)));

        assertThat(answer.body()).isEqualTo(HEAD + text + TAIL);
        assertThat(answer.headers().firstValue("Transfer-Encoding")).hasValue("chunked");
    }

    @Test
    void areTheirHeadersWhereNoMoreIsAskedFor() throws Exception {
        HttpRequest.Builder request =
                edge.request("/graphql?query=query($v:Any)%7Becho(value:$v)%7D&variables=%7B%22v%22:%22"
                        + "a".repeat(5_000) + "%22%7D");

        HttpResponse<String> answer = send(request.HEAD());

        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(5_000 + HEAD.length() + TAIL.length());
        assertThat(send(edge.get("{ me }")).body()).contains(Tokens.SUBJECT);
    }

    /** More than the connection takes at once. */
    @Test
    void waitForASlowClient() throws Exception {
        String request = body("a".repeat(60_000));
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(1024);
            socket.connect(new InetSocketAddress("localhost", port));
            for (int n = 0; n < 3; n++) {
                socket.getOutputStream()
                        .write(("POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                        + "Authorization: Bearer " + Tokens.valid() + "\r\nContent-Length: "
                                        + request.length() + "\r\n\r\n" + request)
                                .getBytes(StandardCharsets.UTF_8));
                assertThat(bodyOf(new DataInputStream(socket.getInputStream())))
                        .isEqualTo(HEAD + "a".repeat(60_000) + TAIL);
            }
        }
    }

    private static String bodyOf(DataInputStream input) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) input.readUnsignedByte());
        }
        byte[] body = new byte[60_000 + HEAD.length() + TAIL.length()];
        assertThat(head).contains("Content-Length: " + body.length);
        input.readFully(body);
        return new String(body, StandardCharsets.UTF_8);
    }
}
