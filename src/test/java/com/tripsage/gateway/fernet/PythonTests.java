package com.tripsage.gateway.fernet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Tokens that Python's cryptography makes, read here, and the other way round. */
class PythonTests {

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
        for (String token : ask(List.of(TestKeys.OLD), TEXTS, List.of()).encrypted) {
            assertThat(TEXTS)
                    .contains(
                            new String(TestKeys.ring(TestKeys.NEW, TestKeys.OLD).decrypt(token), UTF_8));
        }
    }

    @Test
    void javaEncryptsAndPythonReads() throws Exception {
        List<String> tokens =
                TEXTS.stream().map(TestKeys.ring(TestKeys.OLD)::encrypt).toList();

        assertThat(ask(List.of(TestKeys.NEW, TestKeys.OLD), List.of(), tokens).decrypted)
                .isEqualTo(TEXTS);
        assertThat(ask(List.of(TestKeys.NEW), List.of(), tokens).decrypted).containsOnlyNulls();
    }

    @Test
    void theFirstKeyEncryptsOnBothSides() throws Exception {
        String ofPython = ask(List.of(TestKeys.NEW, TestKeys.OLD), List.of("a"), List.of())
                .encrypted
                .getFirst();

        assertThat(TestKeys.ring(TestKeys.NEW).decrypt(ofPython))
                .asString(UTF_8)
                .isEqualTo("a");
        assertThat(ask(
                                List.of(TestKeys.NEW),
                                List.of(),
                                List.of(TestKeys.ring(TestKeys.NEW, TestKeys.OLD)
                                        .encrypt("a")))
                        .decrypted)
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

    record Answer(List<String> encrypted, List<@Nullable String> decrypted) {}
}
