package com.tripsage.gateway.quota;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The quotas as they are configured. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(QuotaProperties.class)
class QuotaConfiguration {

    @Bean
    ShareQuotas shareQuotas(QuotaProperties properties) {
        return new ShareQuotas(
                Quota.perHour("trips shared, or addresses tried", properties.sharesPerHour()),
                Quota.perHour("shares with one address", properties.sharesPerAddressAndHour()));
    }

    @Bean
    Quotas quotas(QuotaProperties properties) {
        return new Quotas(
                Quota.perMinute("requests", properties.requestsPerMinute()),
                Quota.perMinute("points of cost", properties.costPerMinute()),
                Quota.perMinute("texts to understand", properties.textsPerMinute()),
                Quota.perMinute("tokens that do not count", properties.failedAuthenticationsPerMinute()));
    }
}
