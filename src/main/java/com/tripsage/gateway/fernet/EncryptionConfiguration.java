package com.tripsage.gateway.fernet;

import com.tripsage.gateway.settings.SettingsInvalid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The key ring, from the setting or from a file, never from the database that it protects. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EncryptionProperties.class)
class EncryptionConfiguration {

    @Bean
    KeyRing keyRing(EncryptionProperties properties) {
        Path file = properties.file();
        if (file == null) {
            return ring(properties.keys(), "GATEWAY_ENCRYPTION_KEYS");
        }
        if (!properties.keys().isEmpty()) {
            throw new SettingsInvalid(
                    "The keys for secrets come from GATEWAY_ENCRYPTION_KEYS or from GATEWAY_ENCRYPTION_FILE: set one of the two, not both.");
        }
        return ring(lines(file), file.toString());
    }

    private static List<String> lines(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new SettingsInvalid("GATEWAY_ENCRYPTION_FILE can't be read: " + e + ".", e);
        }
    }

    private static KeyRing ring(List<String> texts, String source) {
        List<FernetKey> keys = new ArrayList<>();
        for (String text : texts) {
            try {
                keys.add(new FernetKey(text));
            } catch (IllegalArgumentException _) {
                // without the cause, which quotes characters of it
                throw new SettingsInvalid(
                        "Key " + (keys.size() + 1) + " of " + source
                                + " is not a Fernet key: it has to be 32 random bytes in base64url, as `openssl rand -base64 32 | tr +/ -_` makes them.");
            }
        }
        return new KeyRing(keys, Clock.systemUTC());
    }
}
