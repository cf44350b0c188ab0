package com.tripsage.gateway.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignerTests {

    /** The example of the specification, and that of its libraries. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            plJ3nmyCDGBKInavdOK15jsl         | msg_loFOjxBNrRLzqYUf        | 1731705121 | {"event_type":"ping","data":{"success":true}} | rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=
            MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw | msg_p5jXN8AQM9LWM0D4loKWxJek | 1614265330 | {"test": 2432232314}                          | g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=
            """)
    void signsAsTheSpecificationDoes(String secret, String id, long timestamp, String body, String signature) {
        assertThat(headers(id, timestamp, body, secret))
                .containsEntry("webhook-id", id)
                .containsEntry("webhook-timestamp", Long.toString(timestamp))
                .containsEntry("webhook-signature", "v1," + signature);
    }

    @Test
    void signsWithBothSecretsWhileTheyOverlap() {
        assertThat(headers("msg_1", 1, "{}", "b25l", "b3RoZXI=").get("webhook-signature"))
                .isEqualTo(headers("msg_1", 1, "{}", "b25l").get("webhook-signature") + " "
                        + headers("msg_1", 1, "{}", "b3RoZXI=").get("webhook-signature"));
    }

    private static Map<String, String> headers(String id, long timestamp, String body, String... secrets) {
        List<byte[]> keys = Stream.of(secrets).map(Base64.getDecoder()::decode).toList();
        return Signer.headers(id, Instant.ofEpochSecond(timestamp), body.getBytes(StandardCharsets.UTF_8), keys);
    }
}
