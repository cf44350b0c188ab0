package com.tripsage.gateway.account;

import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.graphql.CallerRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The work on erasures in the background. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ErasureProperties.class)
class AccountConfiguration {

    @Bean
    ErasureWorker erasureWorker(
            ErasureLog log,
            ErasureRepository accounts,
            CallerRegistry callers,
            ErasedCallers erased,
            Transactions transactions,
            ErasureProperties properties) {
        return new ErasureWorker(log, accounts, callers, erased, transactions, properties);
    }
}
