package com.tripsage.gateway.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tripsage.gateway.refusal.Refusal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs that a webhook may have. */
class DestinationTests {

    @ParameterizedTest
    @CsvSource({
        "https://example.com, https://example.com",
        "HTTPS://Example.COM/Hooks?a=b, https://example.com/Hooks?a=b",
        "https://example.com.:8443/x, https://example.com:8443/x",
        "https://example.com:443/x, https://example.com:443/x",
        "https://bücher.example/x, https://xn--bcher-kva.example/x",
        "https://例え.テスト/x, https://xn--r8jz45g.xn--zckzah/x",
        "https://example.com/ä, https://example.com/%C3%A4",
        "https://93.184.215.14/x, https://93.184.215.14/x",
        "https://[2606:2800:21f:cb07::1]/x, https://[2606:2800:21f:cb07::1]/x",
    })
    void areKeptAsTheyAreCalled(String given, String kept) {
        assertThat(Destination.parse("input.url", given, Settings.defaults())).hasToString(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost/",
                "https://LOCALHOST./",
                "https://a.localhost/",
                "https://intranet/",
                "https://printer.local/",
                "https://metadata.google.internal/",
                "https://127.0.0.1/",
                "https://127.0.0.1./",
                "https://127.1/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0x7f.1/",
                "https://0177.0.0.1/",
                "https://0/",
                "https://１２７.0.0.1/",
                "https://①②⑦.0.0.1/",
                "https://127。0。0。1/",
                "https://10.0.0.1/",
                "https://172.31.255.255/",
                "https://192.168.0.1/",
                "https://169.254.169.254/latest/meta-data",
                "https://100.100.100.200/",
                "https://168.63.129.16/",
                "https://224.0.0.1/",
                "https://255.255.255.255/",
                "https://[::1]/",
                "https://[::]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:7f00:1]/",
                "https://[::127.0.0.1]/",
                "https://[64:ff9b::7f00:1]/",
                "https://[64:ff9b:1::1]/",
                "https://[2002:7f00:1::1]/",
                "https://[2001::1]/",
                "https://[fd00:ec2::254]/",
                "https://[fe80::1]/",
                "https://[fe80::1%25eth0]/",
                "https://[ff02::1]/",
            })
    void mustNotBePrivate(String url) {
        assertRefused(url, Settings.defaults());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com",
                "//example.com",
                "http://example.com/",
                "ftp://example.com/",
                "file:///etc/passwd",
                "https:///x",
                "https://",
                "https://user@example.com/",
                "https://user:secret@example.com/",
                "https://example.com\\@127.0.0.1/",
                "https://example.com/#x",
                "https://example.com:25/",
                "https://example.com:80/",
                "https://example.com:0/",
                "https://example.com:65536/",
                "https://exa mple.com/",
                "https://example.com/a b",
                "https://example.com/\r\nHost: other",
                "https://exa_mple.com/",
                "https://[::1/",
                "https://[]/",
                "https://%31%32%37.0.0.1/",
            })
    void mustBePlainOnes(String url) {
        assertRefused(url, Settings.defaults());
    }

    @Test
    void mayBeWithoutTlsWhereThatIsConfigured() {
        assertThat(Destination.parse("input.url", "http://example.com:80/x", Settings.http()))
                .hasToString("http://example.com:80/x");
        assertRefused("http://127.0.0.1:8080/", Settings.http());
    }

    @Test
    void mayBePrivateWhereThatIsConfigured() {
        WebhookProperties settings =
                Settings.of(Map.of("gateway.webhooks.allow-http", "true", "gateway.webhooks.allow-private", "true"));

        assertThat(Destination.parse("input.url", "http://localhost:8080/x", settings))
                .hasToString("http://localhost:8080/x");
    }

    private static void assertRefused(String url, WebhookProperties settings) {
        assertThatThrownBy(() -> Destination.parse("input.url", url, settings)).isInstanceOf(Refusal.class);
    }
}
