package com.tripsage.gateway.budget;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The budget of this gateway's heap. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MemoryBudgetProperties.class)
class BudgetConfiguration {

    @Bean
    MemoryBudget memoryBudget(MemoryBudgetProperties properties, MeterRegistry meters) {
        return new MemoryBudget(Runtime.getRuntime().maxMemory(), properties, meters);
    }
}
