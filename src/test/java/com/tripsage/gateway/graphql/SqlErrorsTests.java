package com.tripsage.gateway.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SqlErrorsTests {

    private static final String FULL = "could not extend file \"base/1/2\": No space left on device";

    @Test
    void aFullDiskIsLoggedOnceAMinute(CapturedOutput output) {
        SqlErrors errors = new SqlErrors();

        for (int i = 0; i < 3; i++) {
            assertThat(errors.translate(new SQLException(FULL, "53100"))).hasMessage("The database does not answer");
        }

        assertThat(output).containsOnlyOnce(FULL);
    }
}
