package com.tripsage.gateway.quota;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The quotas as they are configured. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(QuotaProperties.class)
class QuotaConfiguration {

    @Bean
    Quotas quotas(QuotaProperties properties) {
        return new Quotas(
                new MinuteQuota<>("requests", properties.requestsPerMinute()),
                new MinuteQuota<>("points of cost", properties.costPerMinute()),
                new MinuteQuota<>("texts to understand", properties.textsPerMinute()),
                new MinuteQuota<>("tokens that do not count", properties.failedAuthenticationsPerMinute()));
    }
}
