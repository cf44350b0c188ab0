package com.tripsage.gateway.asset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Sha256Tests {

    private static final byte[] SAID = "said".getBytes(UTF_8);

    @Test
    void letsPassWhatWasSaid() throws IOException {
        assertThat(reading(SAID, SAID.length).readAllBytes()).isEqualTo(SAID);
    }

    /** Whoever stores what is read must not have all of it before the refusal. */
    @ParameterizedTest
    @CsvSource({"paid, 4", "sai, 4", "saids, 4"})
    void handsOutNoLastPieceOfOtherBytes(String sent, int length) {
        var stored = new ByteArrayOutputStream();

        assertThatThrownBy(() -> reading(sent.getBytes(UTF_8), length).transferTo(stored))
                .isInstanceOf(Sha256.OtherBytes.class);
        assertThat(stored.size()).isLessThan(length);
    }

    private static Sha256 reading(byte[] sent, int length) {
        return new Sha256(new ByteArrayInputStream(sent), Sender.sha256(SAID), length);
    }
}
