package com.tripsage.gateway.token;

import com.tripsage.gateway.table.Aggregates;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The configuration of access tokens. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TokenProperties.class)
class AccessTokenConfiguration {

    @Bean
    AccessTokenRepository accessTokenRepository(Aggregates aggregates) {
        return aggregates.repository(AccessTokenRepository.class);
    }
}
