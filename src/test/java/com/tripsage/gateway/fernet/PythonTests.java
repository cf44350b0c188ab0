package com.tripsage.gateway.fernet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Tokens that Python's cryptography makes, read here, and the other way round. */
class PythonTests {

    private static final String OLD = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
    private static final String NEW = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    /** Of all lengths around a block, and not only ASCII. */
    private static final List<String> TEXTS = Stream.concat(
                    Stream.iterate("", text -> text + "x").limit(50), Stream.of("é\n🗝"))
            .toList();

    private final JsonMapper json = new JsonMapper();

    private static @Nullable String python;

    @BeforeAll
    static void findPython() throws Exception {
        for (String program : List.of("/usr/bin/python3", "python3")) {
            try {
                if (start(program, "-c", "import cryptography").waitFor() == 0) {
                    python = program;
                    return;
                }
            } catch (IOException _) {
                // not installed
            }
        }
        assumeTrue(false, "Python's cryptography is not installed (Debian's package python3-cryptography)");
    }

    @Test
    void pythonEncryptsAndJavaReads() throws Exception {
        for (String token : ask(List.of(OLD), TEXTS, List.of()).encrypted) {
            assertThat(TEXTS).contains(new String(ring(NEW, OLD).decrypt(token), UTF_8));
        }
    }

    @Test
    void javaEncryptsAndPythonReads() throws Exception {
        List<String> tokens = TEXTS.stream().map(ring(OLD)::encrypt).toList();

        assertThat(ask(List.of(NEW, OLD), List.of(), tokens).decrypted).isEqualTo(TEXTS);
        assertThat(ask(List.of(NEW), List.of(), tokens).decrypted).containsOnlyNulls();
    }

    @Test
    void theFirstKeyEncryptsOnBothSides() throws Exception {
        String ofPython =
                ask(List.of(NEW, OLD), List.of("a"), List.of()).encrypted.getFirst();

        assertThat(ring(NEW).decrypt(ofPython)).asString(UTF_8).isEqualTo("a");
        assertThat(ask(List.of(NEW), List.of(), List.of(ring(NEW, OLD).encrypt("a"))).decrypted)
                .containsExactly("a");
    }

    private Answer ask(List<String> keys, List<String> encrypt, List<String> decrypt) throws Exception {
        Process process = start(String.valueOf(python), "src/test/python/fernet_tokens.py");
        try (var in = process.getOutputStream()) {
            in.write(json.writeValueAsBytes(Map.of("keys", keys, "encrypt", encrypt, "decrypt", decrypt)));
        }
        Answer answer = json.readValue(process.getInputStream().readAllBytes(), Answer.class);
        assertThat(process.waitFor()).isZero();
        return answer;
    }

    private static Process start(String... words) throws IOException {
        return new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static KeyRing ring(String... keys) {
        return new KeyRing(Stream.of(keys).map(FernetKey::new).toList(), Clock.systemUTC());
    }

    record Answer(List<String> encrypted, List<@Nullable String> decrypted) {}
}
