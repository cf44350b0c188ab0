package com.tripsage.gateway.quota;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The quotas as they are configured. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(QuotaProperties.class)
class QuotaConfiguration {

    @Bean
    ShareQuotas shareQuotas(QuotaProperties properties, MeterRegistry meters) {
        return new ShareQuotas(
                counted(
                        meters,
                        "shares",
                        Quota.perHour("trips shared, or addresses tried", properties.sharesPerHour())),
                counted(
                        meters,
                        "shares_with_one",
                        Quota.perHour("shares with one address", properties.sharesPerAddressAndHour())));
    }

    @Bean
    Quotas quotas(QuotaProperties properties, MeterRegistry meters) {
        return new Quotas(
                counted(meters, "requests", Quota.perMinute("requests", properties.requestsPerMinute())),
                counted(meters, "cost", Quota.perMinute("points of cost", properties.costPerMinute())),
                counted(meters, "texts", Quota.perMinute("texts to understand", properties.textsPerMinute())),
                counted(
                        meters,
                        "failed_authentications",
                        Quota.perMinute("tokens that do not count", properties.failedAuthenticationsPerMinute())));
    }

    private static <K> Quota<K> counted(MeterRegistry meters, String name, Quota<K> quota) {
        FunctionCounter.builder("gateway.quota.refusals", quota, Quota::refusals)
                .description("Requests for more than was left of a quota")
                .tag("quota", name)
                .register(meters);
        return quota;
    }
}
