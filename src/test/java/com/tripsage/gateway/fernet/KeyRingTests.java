package com.tripsage.gateway.fernet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.settings.SettingsInvalid;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTests {

    @Test
    void theNewestKeyEncryptsAndAnyDecrypts() throws Exception {
        KeyRing before = ring(TestKeys.OLD);
        KeyRing during = ring(TestKeys.NEW, TestKeys.OLD);
        String old = before.encrypt("é");
        String fresh = during.encrypt("é");

        assertThat(during.decrypt(old)).asString(UTF_8).isEqualTo("é");
        assertThat(during.decrypt(fresh)).asString(UTF_8).isEqualTo("é");
        assertThat(during.isNewest(old)).isFalse();
        assertThat(during.isNewest(fresh)).isTrue();
        assertThatExceptionOfType(UnknownKey.class).isThrownBy(() -> before.decrypt(fresh));
    }

    @Test
    void neverMakesTheSameTokenTwice() {
        assertThat(ring(TestKeys.NEW).encrypt("a"))
                .isNotEqualTo(ring(TestKeys.NEW).encrypt("a"));
    }

    @Test
    void tellsATokenFromAnotherText() {
        for (String text : List.of("", "sk-a-key", "gAAAAA", "é", TestKeys.OLD)) {
            assertThatExceptionOfType(InvalidToken.class)
                    .isThrownBy(() -> ring(TestKeys.NEW).decrypt(text))
                    .isNotInstanceOf(UnknownKey.class);
        }
    }

    @Test
    void aRingWithoutKeysSaysWhatToSet() {
        assertThat(ring().isEmpty()).isTrue();
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> ring().encrypt("a"))
                .withMessageContaining("GATEWAY_ENCRYPTION_KEYS");
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> ring().decrypt(ring(TestKeys.OLD).encrypt("a")));
    }

    @Test
    void keysComeFromAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("keys"), "# the newest first\n" + TestKeys.NEW + "\n\n" + TestKeys.OLD + "\n");

        assertThat(ring(List.of(), file).isNewest(ring(TestKeys.NEW).encrypt("a")))
                .isTrue();
        assertThatExceptionOfType(SettingsInvalid.class)
                .isThrownBy(() -> ring(List.of(TestKeys.OLD), file))
                .withMessageContaining("not both");
        assertThatExceptionOfType(SettingsInvalid.class).isThrownBy(() -> ring(List.of(), folder.resolve("none")));
    }

    @Test
    void aKeyThatIsNoneIsRefusedUnquoted() {
        for (String key : List.of("secret!", "c2VjcmV0", TestKeys.NEW + "x")) {
            assertThatExceptionOfType(SettingsInvalid.class)
                    .isThrownBy(() -> ring(TestKeys.OLD, key))
                    .withMessageStartingWith("Key 2 of GATEWAY_ENCRYPTION_KEYS is not a Fernet key")
                    .withMessageNotContaining(key)
                    .withNoCause();
        }
        assertThat(new EncryptionProperties(List.of(TestKeys.OLD), null).toString())
                .doesNotContain(TestKeys.OLD);
    }

    private static KeyRing ring(String... keys) {
        return ring(List.of(keys), null);
    }

    private static KeyRing ring(List<String> keys, @Nullable Path file) {
        return new EncryptionConfiguration().keyRing(new EncryptionProperties(keys, file));
    }
}
