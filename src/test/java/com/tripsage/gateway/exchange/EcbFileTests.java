package com.tripsage.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as the European Central Bank publishes them. */
class EcbFileTests {

    static final String HISTORY = """
            Date,USD,JPY,KRW,HRK,
            2026-11-25,1.1586,181.07,1706.42,N/A,
            2022-12-30,1.0666,140.66,1344.09,7.5365,
            """;

    private static final String ONE_DAY = """
            Date, USD, JPY
            25 November 2026, 1.1586, 181.07
            """;

    private static final String XML = """
            <?xml version="1.0" encoding="UTF-8"?>
            <gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
                xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
              <gesmes:subject>Reference rates</gesmes:subject>
              <Cube>
                <Cube time="2026-11-25"><Cube currency="USD" rate="1.1586"/><Cube currency="JPY" rate="181.07"/></Cube>
                <Cube time="2026-11-24"><Cube currency="USD" rate="1.1521"/></Cube>
              </Cube>
            </gesmes:Envelope>
            """;

    private static final LocalDate DAY = LocalDate.of(2026, 11, 25);

    @TempDir
    Path folder;

    @Test
    void readsTheCsvSince1999AndLeavesOutWhatHasNoRate() throws IOException {
        assertThat(EcbFile.read(file(HISTORY)))
                .hasSize(7)
                .contains(
                        new ExchangeRate("JPY", DAY, new BigDecimal("181.07")),
                        new ExchangeRate("HRK", LocalDate.of(2022, 12, 30), new BigDecimal("7.5365")));
    }

    @Test
    void readsTheCsvOfOneDay() throws IOException {
        assertThat(EcbFile.read(file(ONE_DAY)))
                .containsExactly(
                        new ExchangeRate("USD", DAY, new BigDecimal("1.1586")),
                        new ExchangeRate("JPY", DAY, new BigDecimal("181.07")));
    }

    @Test
    void readsTheXml() throws IOException {
        assertThat(EcbFile.read(file(XML)))
                .containsExactly(
                        new ExchangeRate("USD", DAY, new BigDecimal("1.1586")),
                        new ExchangeRate("JPY", DAY, new BigDecimal("181.07")),
                        new ExchangeRate("USD", LocalDate.of(2026, 11, 24), new BigDecimal("1.1521")));
    }

    @Test
    void readsTheZipOfEither() throws IOException {
        for (String content : new String[] {HISTORY, XML}) {
            Path zip = folder.resolve("eurofxref.zip");
            try (OutputStream out = Files.newOutputStream(zip);
                    var entries = new ZipOutputStream(out)) {
                entries.putNextEntry(new ZipEntry("eurofxref"));
                entries.write(content.getBytes(StandardCharsets.UTF_8));
            }

            assertThat(EcbFile.read(zip)).isEqualTo(EcbFile.read(file(content)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><Cube time=\"&b;\"/>",
                "Currency,USD\n2026-11-25,1.1\n",
                "Date,USD\n",
                "Date,USD\n25.11.2026,1.1\n",
                "Date,USD\n2026-11-25,0\n",
                "Date,USD\n2026-11-25,-1\n",
                "Date,USD\n2026-11-25,NaN\n",
                "Date,USD\n2026-11-25,\"1,1\"\n",
                "Date,usd\n2026-11-25,1.1\n",
                "<Cube><Cube time=\"2026-11-25\"><Cube currency=\"USD\"/></Cube></Cube>",
                "<Cube currency=\"USD\" rate=\"1\"/>"
            })
    void refusesWhatIsNone(String content) {
        assertThatIllegalArgumentException().isThrownBy(() -> EcbFile.read(file(content)));
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("eurofxref"), content);
    }
}
