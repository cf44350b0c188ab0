package com.tripsage.gateway.fernet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** The vectors of the specification, from github.com/fernet/spec. */
class SpecificationTests {

    @ParameterizedTest
    @MethodSource
    void generate(Vector vector) {
        int[] numbers = Objects.requireNonNull(vector.iv);
        byte[] iv = new byte[numbers.length];
        for (int i = 0; i < iv.length; i++) {
            iv[i] = (byte) numbers[i];
        }
        byte[] message = Objects.requireNonNull(vector.src).getBytes(UTF_8);

        assertThat(new FernetKey(vector.secret).encrypt(message, vector.now.toInstant(), iv))
                .isEqualTo(vector.token);
    }

    static Stream<Vector> generate() throws Exception {
        return vectors("generate.json");
    }

    @ParameterizedTest
    @MethodSource
    void verify(Vector vector) throws Exception {
        assertThat(vector.ring().decrypt(vector.token, vector.timeToLive()))
                .asString(UTF_8)
                .isEqualTo(vector.src);
    }

    static Stream<Vector> verify() throws Exception {
        return vectors("verify.json");
    }

    @ParameterizedTest
    @MethodSource
    void invalid(Vector vector) {
        assertThatExceptionOfType(InvalidToken.class)
                .isThrownBy(() -> vector.ring().decrypt(vector.token, vector.timeToLive()));
    }

    static Stream<Vector> invalid() throws Exception {
        return vectors("invalid.json");
    }

    private static Stream<Vector> vectors(String file) throws Exception {
        try (InputStream in = Objects.requireNonNull(SpecificationTests.class.getResourceAsStream("/fernet/" + file))) {
            return Stream.of(new JsonMapper().readValue(in, Vector[].class));
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    record Vector(
            @Nullable String desc,
            String token,
            OffsetDateTime now,
            int @Nullable [] iv,
            @Nullable Integer ttl_sec,
            @Nullable String src,
            String secret) {

        KeyRing ring() {
            return new KeyRing(List.of(new FernetKey(secret)), Clock.fixed(now.toInstant(), ZoneOffset.UTC));
        }

        Duration timeToLive() {
            return Duration.ofSeconds(Objects.requireNonNull(ttl_sec));
        }

        @Override
        public String toString() {
            return desc == null ? token : desc;
        }
    }
}
