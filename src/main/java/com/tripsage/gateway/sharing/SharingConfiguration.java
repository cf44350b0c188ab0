package com.tripsage.gateway.sharing;

import com.tripsage.gateway.settings.SettingsInvalid;
import com.tripsage.gateway.table.Aggregates;
import org.flywaydb.core.api.callback.Callback;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The configuration of sharing. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SharingProperties.class)
class SharingConfiguration {

    @Bean
    BlockRepository blocks(Aggregates aggregates) {
        return aggregates.repository(BlockRepository.class);
    }

    @Bean
    Callback sharingMode(SharingProperties properties, Environment environment) {
        if (properties.consent() && !environment.getProperty("spring.flyway.enabled", Boolean.class, true)) {
            throw new SettingsInvalid("GATEWAY_SHARING_CONSENT takes effect when the gateway migrates, which"
                    + " SPRING_FLYWAY_ENABLED=false keeps it from: leave it out, and give it to the command"
                    + " migrate, or set gateway.sharing_mode.consent in the database.");
        }
        return new SharingMode(properties.consent());
    }
}
